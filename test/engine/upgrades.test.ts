import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { version } from '../../src/cli/version.ts';
import { cloudDrift } from '../../stacks/engine/drift.ts';
import { preview, type Preview } from '../../stacks/engine/preview.ts';
import type { StackState, StateResource } from '../../stacks/engine/state.ts';
import type { Step } from '../../stacks/engine/step.ts';
import { resourceTypeOf } from '../../stacks/resource-types/index.ts';
import { shippedMain } from './support/programs.ts';
import { take } from './support/recorded-world.ts';
import { readRecording, recordingNames, type Recording } from './support/recording.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const careless = fileURLToPath(new URL('./support/altered.ts', import.meta.url));
const never = new AbortController().signal;

const holdsData = ({ type }: { readonly type: string }): boolean => resourceTypeOf(type)?.holdsData === true;
const dataOf = ({ state }: Recording): readonly StateResource[] => (state.deployment.resources ?? []).filter(holdsData);
const changes = (steps: readonly Step[]): readonly string[] =>
  steps
    .filter(({ operation, type }) => operation !== 'same' && !type.startsWith('pulumi:'))
    .map(({ operation, name, changed }) => `${operation} ${name}: ${changed.join(', ')}`);

/** What each release left behind, as the programs of today find it. */
describe.skipIf(inject('engine') === undefined)('the state of a release', () => {
  const worlds: EngineWorld[] = [];
  afterEach(() => {
    for (const world of worlds.splice(0)) world.end();
  });

  /** Previews an environment that has this state, which then is the cloud's too. */
  async function previewed(
    { document }: Recording,
    state: StackState,
    main = shippedMain,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Preview & { readonly drifted: readonly string[]; readonly wrote: readonly string[] }> {
    const world = engineWorld(main, { env });
    worlds.push(world);
    const workspace = await world.open(document);
    try {
      await take(state, workspace, world.cloud);
      const drifted = main === shippedMain ? (await cloudDrift(workspace, never)).map(({ name }) => name) : [];
      const found = await preview(workspace, () => undefined, never);
      const wrote = world.cloud.calls().flatMap(({ method, name }) => (method === 'read' ? [] : [`${method} ${name}`]));
      return { ...found, drifted, wrote };
    } finally {
      await workspace.dispose();
    }
  }

  it('was recorded for this version', () => {
    expect(recordingNames().filter((name) => name.startsWith(`${version}/`))).not.toEqual([]);
  });

  it.each(recordingNames())('%s is taken over with all of its data', async (name) => {
    const recording = readRecording(name);
    const { steps, refusals, drifted, wrote } = await previewed(recording, recording.state);
    expect(drifted).toEqual([]);
    expect(wrote).toEqual([]);
    expect(refusals).toEqual([]);
    const operations = new Map(steps.map((step) => [step.urn, step]));
    const touched = dataOf(recording).filter(({ urn }) => {
      const step = operations.get(urn);
      // A resource under a new name with an alias goes by its new URN; then nothing is created either.
      return step !== undefined && (!['same', 'update'].includes(step.operation) || !step.protectedAfter);
    });
    expect(touched.map(({ urn }) => urn)).toEqual([]);
    const kept = steps.filter((step) => step.holdsData && ['same', 'update'].includes(step.operation)).length;
    expect(kept).toBe(dataOf(recording).length);
    if (recording.version === version) expect(changes(steps)).toEqual([]);
  });

  const withData = recordingNames().filter((name) => dataOf(readRecording(name)).length > 0);
  const urns = (them: readonly { readonly urn: string }[]): readonly string[] => them.map(({ urn }) => urn).toSorted();

  it.each(withData)('%s is not given up to a program that lets go of protection', async (name) => {
    const recording = readRecording(name);
    const { refusals } = await previewed(recording, recording.state, careless, { PROGRAM_ALTERED: 'unprotected' });
    expect(urns(refusals)).toEqual(urns(dataOf(recording)));
    for (const { reason } of refusals) expect(reason).toContain('would lose its protection');
  });

  it.each(withData)('%s is not given up to a program that changes what forces a replacement', async (name) => {
    const recording = readRecording(name);
    const { refusals } = await previewed(recording, recording.state, careless, { PROGRAM_ALTERED: 'replacing' });
    expect(urns(refusals)).toEqual(urns(dataOf(recording)));
    // What is replaced only because what it stands on is has no input to name.
    for (const { reason } of refusals) expect(reason).toContain('would be replaced');
    expect(refusals.some(({ reason }) => reason.includes('would be replaced because of '))).toBe(true);
  });

  it.each(withData)(
    '%s is not given up to a program that calls its concerns otherwise, without aliases',
    async (name) => {
      const recording = readRecording(name);
      const before = otherwiseCalled(recording.state);
      const { refusals } = await previewed(recording, before);
      expect(urns(refusals)).toEqual(urns(dataOf({ ...recording, state: before })));
      for (const { reason } of refusals) expect(reason).toContain('renamed without an alias');
    },
  );

  it.each(withData)('%s is not given up to a program that has less in it', async (name) => {
    const recording = readRecording(name);
    const more = withMore(recording.state);
    const { refusals } = await previewed(recording, more);
    expect(urns(refusals)).toEqual(urns(dataOf({ ...recording, state: more })).filter((urn) => urn.endsWith('-more')));
    for (const { reason } of refusals) expect(reason).toContain('not in the program any more');
  });
});

/**
 * The state of a release whose concerns had other names: `storage` was `storage-before`. Without protection, for which the
 * engine would stop at the first: the gate alone must see all of them.
 */
function otherwiseCalled(state: StackState): StackState {
  const renamed = JSON.stringify(state).replaceAll(
    /(::planewright:[a-z]+:)([-a-z0-9]+)((?:\$[^:"]+:[^"]*?)?::)/g,
    (_, front: string, concern: string, rest: string) => `${front}${concern}-before${rest}`,
  );
  return JSON.parse(renamed.replaceAll('"protect":true', '"protect":false')) as StackState;
}

/** The state of a release that had everything which holds data twice, the second time without protection. */
function withMore(state: StackState): StackState {
  const resources = (state.deployment.resources ?? []).flatMap((resource) => {
    const { urn, id = '' } = resource;
    return holdsData(resource)
      ? [resource, { ...resource, urn: `${urn}-more`, id: `${id}-more`, protect: false }]
      : [resource];
  });
  return { ...state, deployment: { ...state.deployment, resources } };
}
