/**
 * Records the rights of this version, for `planewright permissions` of the next one to compare with: as
 * docs/permissions/releases/<version>.json, and as the last release in stacks/permissions. Run once, when a version is
 * released; a version that is recorded already is refused, since a record never changes.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../src/cli/version.ts';
import { rightsOf } from '../stacks/permissions/principals-of-environment.ts';
import { recordOf, type PermissionsRecord, type RecordedPrincipal } from '../stacks/permissions/record.ts';
import { referenceEnvironments } from '../stacks/permissions/reference-environments.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, `docs/permissions/releases/${version}.json`);

if (existsSync(file)) {
  process.stderr.write(`${file} is there already: the rights of ${version} are recorded.\n`);
  process.exitCode = 1;
} else {
  const kinds: Record<string, RecordedPrincipal[]> = {};
  for (const [kind, environment] of Object.entries(referenceEnvironments())) {
    kinds[kind] = recordOf((await rightsOf(environment)).principals);
  }
  const record: PermissionsRecord = { version, kinds };
  mkdirSync(dirname(file), { recursive: true });
  for (const path of [file, join(root, 'stacks/permissions/last-release.json')]) {
    writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`);
    process.stdout.write(`wrote ${path}\n`);
  }
}
