/**
 * Builds what the package and the container image carry: `dist/main.js` and the chunks that commands load late, with
 * every dependency inside but the clouds' SDKs, and the notices of those dependencies; and the programs of the stacks,
 * each a file of its own. Why so: docs/adr/0072-esbuild-bundle.md.
 *
 * The entry and the target can be named (`node scripts/build.ts ENTRY OUTDIR`), so that a test can build a small one.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { filesLoadedAtStart, strangersAtStart } from './build/start-path.ts';
import { lateCommonJs } from './build/late-commonjs.ts';
import { bundledPackages, notices } from './build/notices.ts';
import { copyStackData, sdks, stackEntries } from './build/stacks.ts';

const root = path.resolve(import.meta.dirname, '..');
const entry = path.resolve(process.argv[2] ?? path.join(root, 'src/cli/main.ts'));
const outdir = path.resolve(process.argv[3] ?? path.join(root, 'dist'));

/** A small entry of a test has no stacks. */
const isWhole = process.argv[2] === undefined || entry === path.join(root, 'src/cli/main.ts');

const result = await build({
  absWorkingDir: root,
  entryPoints: { main: entry, ...(isWhole && stackEntries) },
  outdir,
  external: sdks,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The clouds' clients come as ES modules too; of a CommonJS one, a late import would have no names.
  mainFields: ['module', 'main'],
  // Dependencies that are still CommonJS call `require` for Node's own modules; an ES module has none.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
  },
  legalComments: 'external',
  metafile: true,
  write: false,
});

const strangers = strangersAtStart(result.metafile, path.relative(root, path.join(outdir, 'main.js')));
if (strangers.length > 0) {
  process.stderr.write(
    `The start of the CLI loads more than commander and src/cli, so --help is slow. Import these inside the command's action:\n${strangers.map((file) => `  ${file}\n`).join('')}`,
  );
  process.exit(1);
}

const nameless = lateCommonJs(result.metafile);
if (nameless.length > 0) {
  process.stderr.write(
    `A CommonJS package that is loaded late has no names in a bundle. Export what is used of it from a module of its own, and load that late:\n${nameless.map((one) => `  ${one}\n`).join('')}`,
  );
  process.exit(1);
}

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const legalComments: string[] = [];
for (const file of result.outputFiles) {
  if (file.path.endsWith('.LEGAL.txt')) legalComments.push(file.text);
  else {
    await mkdir(path.dirname(file.path), { recursive: true });
    await writeFile(file.path, file.contents);
  }
}
if (isWhole) await copyStackData(root, outdir);
const packages = await bundledPackages(result.metafile, root);
await writeFile(path.join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices(packages, legalComments));
// Node reads the nearest package.json to tell ES modules; the image carries `dist` alone.
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
await writeFile(path.join(outdir, 'package.json'), `${JSON.stringify({ type: 'module', version })}\n`);

const sizes = result.outputFiles.filter((file) => file.path.endsWith('.js')).map((file) => file.contents.length);
const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
const atStart = filesLoadedAtStart(result.metafile, path.relative(root, path.join(outdir, 'main.js')));
process.stdout.write(
  `${path.relative(process.cwd(), outdir)}: ${sizes.length} files, ${megabytes.toFixed(1)} MB, ${packages.length} packages inside; ${atStart.length} loaded at start\n`,
);
