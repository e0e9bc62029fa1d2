import { sameJson, type JsonObject } from '../../src/runtime/canonical-json.ts';
import type { FaultPlan } from '../../src/simulator/gates/fault.ts';
import type { Handlers } from '../../src/organization/engine.ts';
import { KubeError } from '../../src/kube/kube-error.ts';
import { OperatorWorld } from '../support/operator-world.ts';
import { callNumber, type Case, type Recording } from './cases.ts';
import { differences, endState } from './end-state.ts';
import { canaries, consumer, home, resyncMs } from './scene.ts';
import { beginning, type Story } from './stories.ts';
import { Witness } from './witness.ts';

/** How a story goes when nothing goes wrong. */
export interface Reference {
  readonly story: Story;
  readonly recording: Recording;
  readonly end: JsonObject;
  readonly census: Readonly<Record<string, number>>;
}

export interface RunOptions {
  readonly handlers?: Handlers;
}

/** The story is given so long before it is looked at: a whole resync, and the calls of it. Milliseconds. */
const toldMs = 75_000;
/** A plane takes longer to roll out. Milliseconds. */
const rolledMs = 180_000;
/** Whatever goes wrong, the end is reached within this: a lost event is made up for by the next whole list. Milliseconds. */
const limitMs = 50 * 60_000;
const lookEveryMs = 15_000;
/** From the end to silence: events are told late, and what was put off comes once more. Milliseconds. */
const settleMs = 90_000;
/** By then every view has been listed anew, so that an event that was lost misleads nobody any more. Milliseconds. */
const relistedMs = 45 * 60_000;

interface Told {
  readonly world: OperatorWorld;
  readonly witness: Witness;
  readonly begun: Recording['begun'];
}

async function tell(story: Story, plan: FaultPlan, options: RunOptions): Promise<Told> {
  const witness = new Witness();
  const world = new OperatorWorld({
    plan,
    namespaces: [consumer],
    observe: witness.observe,
    ...(story.plane === true ? { plane: home } : {}),
    ...(story.stores === true ? { stores: true } : {}),
    ...(story.profile === undefined ? {} : { profile: story.profile }),
    ...(options.handlers === undefined ? {} : { operator: { handlers: options.handlers } }),
  });
  witness.world = world;
  await beginning(world, story);
  const { trace } = world.gates;
  const begun = { calls: trace.length, events: trace.map(({ events }) => events) };
  if (story.behindItsBack === true) witness.judgeFrom = world.clock.now() + resyncMs + lookEveryMs;
  await story.happens(world);
  await world.clock.advance(story.plane === true ? rolledMs : toldMs);
  return { world, witness, begun };
}

/** Tells a story without a fault. */
export async function record(story: Story, options: RunOptions = {}): Promise<Reference> {
  const { world, witness, begun } = await tell(story, { faults: [] }, options);
  const trace = world.gates.trace.map((call) => ({ ...call }));
  await world.clock.advance(settleMs);
  const end = endState(world);
  const census = witness.census(world);
  await world.stop();
  const recording = { story: story.name, begun, trace, onlyDeeds: story.plane === true };
  return { story, recording, end, census };
}

/** Tells a story with one thing going wrong; answers in which ways it ended otherwise. */
export async function replay(reference: Reference, { at, fault }: Case, options: RunOptions = {}): Promise<string[]> {
  const number = callNumber(reference.recording.trace, at);
  if (number === undefined) return [`the call is not made any more: ${at.call} (${at.nth})`];
  const { world, witness } = await tell(reference.story, { faults: [{ call: number, fault }] }, options);
  const found: string[] = [];
  const asReference = (): boolean => sameJson(endState(world), reference.end);
  const deadline = world.clock.now() + limitMs;
  while (!asReference() && world.clock.now() < deadline) await world.clock.advance(lookEveryMs);
  await world.clock.advance(fault.kind === 'drop-event' ? relistedMs : settleMs);
  const writes = world.writes().length;
  await world.clock.advance(3 * resyncMs);
  found.push(...differences(reference.end, endState(world)).map((one) => `the end differs: ${one}`));
  found.push(
    ...world
      .writes()
      .slice(writes)
      // A plane is only asked, by a method that could change something.
      .filter((write) => !write.startsWith('plane '))
      .map((write) => `still writes: ${write}`),
  );
  found.push(...differences(reference.census, witness.census(world)).map((one) => `made or destroyed: ${one}`));
  found.push(...witness.untrue.map((one) => `untrue: ${one}`));
  found.push(...world.failures.filter((one) => !isRefusal(one)).map((one) => `the operator failed: ${String(one)}`));
  found.push(...told(world).map((name) => `told: the value of ${name}`));
  found.push(...world.gates.divergences);
  await world.stop();
  return found;
}

/** A refusal at the start that waiting cannot help ends the process with a sentence; it comes back as a pod does. */
function isRefusal(error: unknown): boolean {
  return error instanceof KubeError && error.retry !== 'soon';
}

/** Names of the secrets that can be read where none may be. */
function told(world: OperatorWorld): string[] {
  const said = [
    ...world.logged,
    ...['organizations', 'projects', 'aiproviders', 'environmentvariables', 'dataplanes'].map((plural) =>
      JSON.stringify(world.kube.objects(`planewright.dev/${plural}`)),
    ),
    JSON.stringify(world.kube.objects('/events')),
    JSON.stringify(world.gates.trace),
    ...world.failures.map(String),
  ].join('\n');
  return Object.entries(canaries)
    .filter(([, value]) => said.includes(value) || said.includes(Buffer.from(value).toString('base64')))
    .map(([name]) => name);
}
