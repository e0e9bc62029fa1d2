/**
 * Writes everything that is derived from the registry of kinds: CRDs of the chart, reference pages, JSON Schemas; and
 * the chart's templates, from the operator's own objects. And docs/permissions, from the tables of the stacks.
 * With --check it writes nothing and exits 1 if something is out of date.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileNameOf, generatedFiles, generatedFolders } from './generate/files.ts';
import { permissionPages } from './generate/permission-pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

const files = new Map([
  ...generatedFiles((kind) => readFileSync(join(root, `docs/reference/examples/${fileNameOf(kind)}.yaml`), 'utf8')),
  ...(await permissionPages()),
]);
const stale = [...files].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
const leftOver = generatedFolders.flatMap((folder) =>
  entriesOf(folder)
    .map((name) => `${folder}/${name}`)
    .filter((path) => !files.has(path)),
);

if (check) {
  for (const path of stale) process.stderr.write(`${path} is out of date\n`);
  for (const path of leftOver) process.stderr.write(`${path} is not generated any more\n`);
  if (stale.length + leftOver.length > 0) {
    process.stderr.write('Run: node scripts/generate.ts\n');
    process.exitCode = 1;
  }
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? '');
    process.stdout.write(`wrote ${path}\n`);
  }
  for (const path of leftOver) {
    rmSync(join(root, path));
    process.stdout.write(`removed ${path}\n`);
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined; // Not there yet is as stale as any other text.
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder));
  } catch {
    return []; // A folder that is not there yet has nothing left over.
  }
}
