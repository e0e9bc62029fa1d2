/**
 * Records what the programs of this version leave behind, for the tests of every later one: the state of each example
 * environment, made by the real programs in Pulumi's engine on the stand-in provider, as
 * test/engine/recordings/<version>/<environment>.json.gz. Run once, when a version is released; a version that is
 * recorded already is refused, since a release never changes. While it is not released yet: `-- --again`.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { version } from '../src/cli/version.ts';
import { preview } from '../stacks/engine/preview.ts';
import { update } from '../stacks/engine/update.ts';
import { resolveEnvironment } from '../stacks/environment/resolve.ts';
import { placeOf } from '../stacks/place.ts';
import type { StackState } from '../stacks/engine/state.ts';
import { example } from '../test/stacks/support/examples.ts';
import { everyProgram, shippedMain } from '../test/engine/support/programs.ts';
import { normalised, packed, recordingsFolder } from '../test/engine/support/recording.ts';
import { engineWorld } from '../test/engine/support/world.ts';

const { values } = parseArgs({ options: { again: { type: 'boolean', default: false } } });
const folder = `${recordingsFolder}${version}`;

if (existsSync(folder) && !values.again) {
  process.stderr.write(`${folder} is there already: the states of ${version} are recorded.\n`);
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of everyProgram) {
    const { document } = await example(name);
    const bytes = packed({ version, document, state: normalised(await stateOf(document)) });
    writeFileSync(`${folder}/${name}.json.gz`, bytes);
    process.stdout.write(`wrote ${folder}/${name}.json.gz, ${bytes.byteLength} bytes\n`);
  }
}

async function stateOf(document: unknown): Promise<StackState> {
  const { account, region } = placeOf(resolveEnvironment(document));
  const world = engineWorld(shippedMain, { place: { account, region }, env: { STAND_IN_FORESEEABLE: 'yes' } });
  const never = new AbortController().signal;
  try {
    const workspace = await world.open(document);
    const { plan } = await preview(workspace, () => undefined, never);
    await update(workspace, plan, () => undefined, never);
    // This export shows secrets, which are those of the stand-in.
    const exported = await workspace.stack.exportStack();
    await workspace.dispose();
    return exported;
  } finally {
    world.end();
  }
}
