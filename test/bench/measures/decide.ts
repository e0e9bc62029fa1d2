import { aiProvider } from '../../../src/api/kinds/ai-provider.ts';
import type { AIProvider } from '../../../src/api/index.ts';
import { present } from '../../../src/braintrust/observation.ts';
import { decide as decideOnPlane } from '../../../src/dataplane/rollout/decide.ts';
import type { DesiredPlane } from '../../../src/dataplane/rollout/desired.ts';
import { PlaneMemory } from '../../../src/dataplane/rollout/memory.ts';
import type { LiveObject, ObservedPlane } from '../../../src/dataplane/rollout/observed.ts';
import { decide as decideOnProvider } from '../../../src/organization/ai-provider/decide.ts';
import { digest } from '../../../src/organization/digest.ts';
import { running } from '../../dataplane/support/running.ts';
import type { World } from '../../dataplane/support/world.ts';
import { mixedFleet } from '../fleet.ts';
import { line, type Line } from '../measure.ts';

/** Processor time for each figure, and before it, until the compiler has done its work. */
const [budgetMs, warmUpMs] = [1_000, 500];
const atLeast = 5_000;

/** Decisions a second of processor time (others may be at work on the machine), both where nothing is to be done, as nearly always, and where something is. */
export function measureDecide(): readonly Line[] {
  return [...onProviders(), ...onPlanes()];
}

function onProviders(): readonly Line[] {
  const provider = declaredProvider();
  const { name, type, metadata = {} } = provider.spec;
  const wire = { models: [...(metadata.models ?? [])] };
  const id = 'b0000000-0000-4000-8000-000000000009';
  const at = '2026-01-01T00:00:00.000Z';
  const stored = { id, name, type, metadata: wire, preview: 'sk-***', secretUpdatedAt: at, created: at };
  const row = { ...stored, secretUpdatedBy: undefined };
  const remote = {
    id,
    preview: row.preview,
    secretUpdatedAt: at,
    secretHash: 'hash',
    metadataHash: digest([type, wire]),
  };
  const accepted: AIProvider = { ...provider, status: { remote } };
  const seen = { secret: { state: 'present', hash: 'hash' }, place: { state: 'organization' }, copies: [] } as const;
  const rotated = { ...row, preview: 'sk-!!!' };
  return [
    rate('AIProvider, as declared', {
      changes: false,
      look: () => ({ ...seen, remote: present({ ...row }) }),
      decide: (observed) => decideOnProvider(accepted, observed, 0),
      atLeast,
    }),
    rate('AIProvider, rotated by someone else', {
      changes: true,
      look: () => ({ ...seen, remote: present({ ...rotated }) }),
      decide: (observed) => decideOnProvider(accepted, observed, 0),
      atLeast,
    }),
  ];
}

type Look = readonly [DesiredPlane, ObservedPlane];

/**
 * As the operator decides: again and again on the same plane, each time on what it has just read of it, in which some pod
 * or Deployment is another one than before. Without a memory: on a plane that it has never seen.
 */
function onPlanes(): readonly Line[] {
  const still = running();
  const upgraded = running();
  upgraded.declare({ version: '2.9.0' });
  const lineOf = (what: string, world: World, changes: boolean, known: boolean): Line => {
    const memory = new PlaneMemory();
    return rate(`DataPlane, ${what}`, {
      changes,
      look: looksAt(world),
      decide: ([desired, observed]) => decideOnPlane(desired, observed, world.now, known ? memory : new PlaneMemory()),
      ...(known && { atLeast }),
    });
  };
  return [
    lineOf('as declared, looked at again', still, false, true),
    lineOf('as declared, seen for the first time', still, false, false),
    lineOf('a step of an upgrade, looked at again', upgraded, true, true),
    lineOf('a step of an upgrade, seen for the first time', upgraded, true, false),
  ];
}

/** What reading the world gives, with other pods and other versions of its objects each time, parsed anew as it comes from the API server. */
function looksAt(world: World): () => Look {
  const answers = Array.from({ length: 50 }, (_, n) => {
    const observed = world.observed();
    if (observed.cluster.state !== 'present') throw new Error('the cluster can be read');
    const { objects, pods } = observed.cluster.value;
    const versioned = (object: LiveObject) => ({
      ...object,
      metadata: { ...object.metadata, resourceVersion: `${n}` },
    });
    const cluster = present({
      objects: objects.map(versioned),
      pods: pods.map((pod) => ({ ...pod, name: `${pod.name}-${n}` })),
    });
    return JSON.stringify([world.desired(), { ...observed, cluster }]);
  });
  let count = 0;
  return () => JSON.parse(answers[(count += 1) % answers.length] ?? '') as Look;
}

interface Measured<Seen> {
  /** Whether the decision is one on changes: that what is measured is what is said. */
  readonly changes: boolean;
  /** Reads what is decided on; its time is not counted. */
  readonly look: () => Seen;
  readonly decide: (seen: Seen) => { readonly changes: readonly unknown[] };
  readonly atLeast?: number;
}

/** Few enough to be still in the processor's cache when they are decided on, as what was just read is. */
const batch = 10;

function rate<Seen>(what: string, { changes, look, decide, atLeast: target }: Measured<Seen>): Line {
  if (decide(look()).changes.length > 0 !== changes) throw new Error(`${what}: the measured decision is another one`);
  const perSecond = (forMs: number): number => {
    let [count, spent] = [0, 0];
    for (; spent < forMs * 1_000; count += batch) {
      const seen = Array.from({ length: batch }, look);
      const before = process.cpuUsage();
      for (const one of seen) decide(one);
      const { user, system } = process.cpuUsage(before);
      spent += user + system;
    }
    return (count / spent) * 1e6;
  };
  perSecond(warmUpMs);
  const options = { unit: '/s', ...(target !== undefined && { atLeast: target }) };
  return line(`decide ${what}`, perSecond(budgetMs), options);
}

/** As the API server gives it: with defaults. */
function declaredProvider(): AIProvider {
  const object = mixedFleet(4).find(({ type }) => type.kind === 'AIProvider')?.object as AIProvider | undefined;
  if (object === undefined) throw new Error('a fleet has provider keys');
  return { ...object, spec: aiProvider.spec.parse(object.spec) };
}
