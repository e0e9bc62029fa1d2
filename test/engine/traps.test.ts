import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { runUp } from '../../src/cli/engine/up.ts';
import { destroy } from '../../stacks/engine/destroy.ts';
import { progressOf } from '../../stacks/engine/events.ts';
import { lookUp } from '../../stacks/engine/look-up.ts';
import { preview, type Preview } from '../../stacks/engine/preview.ts';
import { settle } from '../../stacks/engine/settle.ts';
import type { StackState, StateResource } from '../../stacks/engine/state.ts';
import { update } from '../../stacks/engine/update.ts';
import type { Workspace } from '../../stacks/engine/workspace.ts';
import { resolveEnvironment } from '../../stacks/environment/resolve.ts';
import { realPlan } from '../stacks/support/plans.ts';
import { commandWorld } from './support/command-world.ts';
import { example } from '../stacks/support/examples.ts';
import { everyProgram, shippedMain } from './support/programs.ts';
import { editState } from './support/state-file.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const buckets = [
  { name: 'first', physicalName: 'prod-first' },
  { name: 'second', physicalName: 'prod-second' },
];
const document = { owner: 'team-a', buckets };

/** Where the engine lets one fall who trusts it: each was seen in 3.260.0, and each test is how we do not. */
describe.skipIf(inject('engine') === undefined)('a trap of the engine', () => {
  const worlds: EngineWorld[] = [];
  const worldOf = (main: string): EngineWorld => {
    const world = engineWorld(main);
    worlds.push(world);
    return world;
  };
  afterEach(() => {
    for (const world of worlds.splice(0)) world.end();
  });

  async function within<T>(
    world: EngineWorld,
    wanted: unknown,
    work: (workspace: Workspace) => Promise<T>,
  ): Promise<T> {
    const workspace = await world.open(wanted);
    try {
      return await work(workspace);
    } finally {
      await workspace.dispose();
    }
  }
  const previewOf = (world: EngineWorld, wanted: unknown): Promise<Preview> =>
    within(world, wanted, (workspace) => preview(workspace, () => undefined, never));
  const up = (world: EngineWorld, wanted: unknown) =>
    within(world, wanted, async (workspace) => {
      const { plan } = await preview(workspace, () => undefined, never);
      return update(workspace, plan, () => undefined, never);
    });
  const asked = (world: EngineWorld, wanted: string): readonly string[] =>
    world.cloud.calls().flatMap(({ method, name }) => (method === wanted ? [name] : []));

  // That the plan is carried out to the last property is in clouds.test.ts; here is what it would break of.
  it.each(everyProgram)(
    'a saved plan that the first run breaks: %s asks and adopts nothing, makes nothing within an apply, and knows its providers',
    async (name) => {
      const wanted = (await example(name)).document;
      // The stand-in refuses every question to a cloud, so that this preview would fail.
      const { plan, steps } = await previewOf(worldOf(shippedMain), wanted);
      expect(steps.filter(({ operation }) => operation.startsWith('import'))).toEqual([]);
      const planned = Object.entries(plan['resourcePlans'] as Readonly<Record<string, { readonly goal: object }>>);
      const ofCloud = planned
        .map(([urn]) => urn)
        .filter((urn) => !/::(pulumi:|planewright:[a-z]+:[-a-z0-9]+::)/.test(urn));
      // Offline everything is known, so that what is made within an apply is there too.
      const offline = (await realPlan(resolveEnvironment(wanted))).resources.filter(
        ({ type }) => !type.startsWith('pulumi:'),
      );
      expect(ofCloud.toSorted()).toEqual(offline.map(({ urn }) => urn).toSorted());
      const providers = planned.filter(([urn]) => urn.includes('::pulumi:providers:'));
      expect(providers.length).toBeGreaterThan(0);
      expect(JSON.stringify(providers)).not.toContain(unknown);
    },
  );

  // With a real kill: kill.test.ts. Here is the state that a kill leaves.
  it('a creation that was begun and never recorded is made a second time: ours is looked up and recorded', async () => {
    const world = worldOf(small);
    await up(world, document);
    await within(world, document, async (workspace) => {
      editState(world.stateFile(), (state) => asIfKilled(state, 'storage-second'));
      const settled = await settle(workspace, (wanted, state) =>
        lookUp(wanted, state, world.lookUpOptions(document), never),
      );
      expect(settled.map(({ name, what }) => `${name} ${what}`)).toEqual(['storage-second recorded']);
      expect((await workspace.state()).deployment.pending_operations ?? []).toEqual([]);
    });
    await up(world, document);
    expect(asked(world, 'create')).toEqual(['prod-first', 'prod-second']);
  });

  it('destroy deletes everything else before it fails at what is protected: ours leaves that out from the start', async () => {
    const theirs = worldOf(small);
    const ours = worldOf(small);
    const wanted = { owner: 'team-a', buckets: [buckets[0], { ...buckets[1], protect: false }] };
    for (const world of [theirs, ours]) await up(world, wanted);
    await within(theirs, wanted, async ({ stack }) => {
      await expect(stack.destroy()).rejects.toThrow('protected');
    });
    expect(asked(theirs, 'delete')).toEqual(['prod-second']);
    const gone = await within(ours, wanted, (workspace) => destroy(workspace, () => undefined, never));
    expect(gone.map(({ name }) => name)).toEqual(['storage-second']);
    expect(asked(ours, 'delete')).toEqual(['prod-second']);
    // What a protected one stands on stays as well, protected or not.
    const depended = worldOf(small);
    const other = { owner: 'team-a', buckets: [{ ...buckets[0], protect: false }, buckets[1]] };
    await up(depended, other);
    await within(depended, other, (workspace) => destroy(workspace, () => undefined, never));
    expect(asked(depended, 'delete')).toEqual([]);
  });

  it('a run that takes the protection off may replace: our gate looks at what was protected before', async () => {
    const world = worldOf(small);
    await up(world, document);
    const moved = {
      owner: 'team-a',
      buckets: [{ name: 'first', physicalName: 'prod-other', protect: false }, buckets[1]],
    };
    const { steps, refusals, plan } = await previewOf(world, moved);
    expect(steps.some(({ operation, name }) => operation === 'replace' && name === 'storage-first')).toBe(true);
    // The engine has made a plan of it.
    expect(Object.keys(plan)).not.toEqual([]);
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'storage-first (aws:s3/bucket:Bucket) holds data, and would be replaced because of bucket',
    ]);
  });

  it('an adoption whose inputs differ changes or replaces what is adopted: ours shows the one and refuses the other', async () => {
    const world = worldOf(small);
    await up(world, document);
    const adopting = (owner: string, physicalName: string) => ({
      owner,
      buckets: [{ name: 'first', physicalName, protect: false, adopt: 'prod-first' }],
    });
    const fresh = worldOf(small);
    for (const object of world.cloud.objects()) fresh.cloud.put(object);
    const alike = await previewOf(fresh, adopting('team-a', 'prod-first'));
    const operations = (found: Preview): readonly string[] =>
      found.steps.flatMap(({ name, operation }) => (name === 'storage-first' ? [operation] : []));
    expect([operations(alike), alike.refusals]).toEqual([['import'], []]);
    const differing = await previewOf(fresh, adopting('team-b', 'prod-first'));
    expect(operations(differing)).toEqual(['import', 'update']);
    const replacing = await previewOf(fresh, adopting('team-a', 'prod-elsewhere'));
    expect(operations(replacing)).toContain('replace');
    expect(replacing.refusals).toHaveLength(1);
  });

  it('events, exports and outputs show secrets in clear: ours do not', async () => {
    const world = worldOf(small);
    await within(world, document, async (workspace) => {
      const raw: EngineEvent[] = [];
      const { plan } = await preview(workspace, () => undefined, never);
      const { outputs } = await update(workspace, plan, () => undefined, never);
      await workspace.stack.preview({ onEvent: (event) => raw.push(event) });
      const theirs = [raw, await workspace.stack.exportStack(), await workspace.stack.outputs()];
      for (const shown of theirs) expect(JSON.stringify(shown)).toContain('canary-of-');
      const ours = [raw.map(progressOf), await workspace.state(), outputs, plan];
      for (const shown of ours) expect(JSON.stringify(shown)).not.toContain('canary');
      expect(outputs).toEqual({ arns: ['arn:aws:s3:::prod-first', 'arn:aws:s3:::prod-second'] });
    });
  });

  it('a policy pack stops an update after it has begun: ours are asked before the engine is opened', async () => {
    const lines = [
      '  plane: { storage: { locks: Redis } }',
      '  policy: { exceptions: [{ policy: one-way-choices, reason: It has been so since it was made, until: 2026-01-01 }] }',
    ];
    const world = commandWorld('azure-existing-cluster', '11111111-1111-4111-8111-111111111111', (text) =>
      text.replace('  profile: production\n', (line) => `${line}${lines.join('\n')}\n`),
    );
    try {
      const io = world.io();
      await runUp('prod', { output: 'text', yes: true }, io);
      expect(io.errors).toMatch(/blocked by /);
      expect(io.code).toBe(3);
      expect(world.cloud.calls()).toEqual([]);
      expect(() => world.stateFile()).toThrow('there is no state');
    } finally {
      world.end();
    }
  });
});

describe('a trap of the SDK', () => {
  it('a TypeScript that it does not take makes the installation fail: ours is one that it takes', () => {
    const at = (name: string): string =>
      readFileSync(fileURLToPath(import.meta.resolve(`${name}/package.json`)), 'utf8');
    const { version } = JSON.parse(at('typescript')) as { readonly version: string };
    const { peerDependencies } = JSON.parse(at('@pulumi/pulumi')) as {
      readonly peerDependencies?: Readonly<Record<string, string>>;
    };
    const below = Number(/<\s*([0-9]+)/.exec(peerDependencies?.['typescript'] ?? '')?.[1]);
    expect(below).toBeGreaterThan(0);
    expect(Number(version.split('.')[0])).toBeLessThan(below);
  });
});

/** The state that is left where the engine was killed between the creation of an object and its record. */
function asIfKilled(deployment: StackState['deployment'], name: string): StackState['deployment'] {
  const resources = deployment.resources ?? [];
  const begun = resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (begun === undefined) throw new Error(`there is no ${name}`);
  const resource = Object.fromEntries(Object.entries(begun).filter(([key]) => key !== 'id' && key !== 'outputs'));
  return {
    ...deployment,
    resources: resources.filter((one) => one !== begun),
    pending_operations: [{ type: 'creating', resource: resource as unknown as StateResource }],
  };
}
