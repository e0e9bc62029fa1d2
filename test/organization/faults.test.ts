import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/runtime/canonical-json.ts';
import { TransportError } from '../../src/runtime/transport.ts';
import type { OrganizationKind } from '../../src/organization/kinds.ts';
import { key, openai, TestWorld, token, type Gate } from './world.ts';

class Crash extends Error {}

const faults = [
  'crash before',
  'crash after',
  'refused',
  'answer lost',
  '503',
  '429',
  '401',
  '409',
  'web page',
] as const;
type Fault = (typeof faults)[number];

const resources: readonly [OrganizationKind, string][] = [
  ['Organization', 'acme'],
  ['Project', 'chat'],
  ['Project', 'brief'],
  ['AIProvider', 'openai'],
  ['AIProvider', 'strict'],
  ['EnvironmentVariable', 'token'],
];
const organizationRef = { name: 'acme' };
const secretRef = { name: 'llm-keys', key: 'openai' };
const connection = { organizationName: 'Acme', tokenSecretRef: { name: 'owner', key: 'token' } };

/** Made, changed, deleted; `turn` lets the engine work until it has settled. */
const story: readonly ((world: TestWorld) => Promise<void>)[] = [
  async (world) => {
    await world.namespace('app', { llm: 'yes' }, { 'planewright.dev/ai-providers': 'acme/openai' });
    await world.secret('owner', { token });
    await world.secret('llm-keys', { openai: key });
    await world.apply('Organization', 'acme', { connection, settings: { imageRenderingMode: 'blocked' } });
    const settings = { comparisonKey: 'input.id' };
    const tags = [{ name: 'good' }, { name: 'bad' }];
    await world.apply('Project', 'chat', { organizationRef, name: 'chat', settings, tags });
    // Nothing else lies in it: what goes with a project, and in which order, is not for this story.
    await world.apply('Project', 'brief', { organizationRef, name: 'brief', policy: { deletion: 'Delete' } });
    const copies = { namespaceSelector: { matchLabels: { llm: 'yes' } } };
    await world.apply('AIProvider', 'openai', { ...openai, copies });
    await world.apply('AIProvider', 'strict', { ...openai, name: 'STRICT', policy: { adoption: 'Refuse' } });
    const scope = { type: 'Project', project: { ref: 'chat' } } as const;
    await world.apply('EnvironmentVariable', 'token', { organizationRef, name: 'TOKEN', scope, secretRef });
  },
  (world) => world.secret('llm-keys', { openai: 'sk-canary-key-two-22222' }),
  async (world) => {
    for (const [kind, name] of resources.toReversed()) await world.delete(kind, name);
  },
];

async function turn(world: TestWorld): Promise<void> {
  for (let round = 0; round < 14; round++) await passOver(world);
}

async function passOver(world: TestWorld): Promise<void> {
  for (const [kind, name] of resources) {
    try {
      await world.reconcile(kind, name);
    } catch (error) {
      // The queue of the operator tries again after what Kubernetes refused; a crash takes the process with it.
      if (error instanceof Crash) world.restarted();
    }
  }
  await world.clock.advance(90_000);
}

interface Run {
  readonly calls: number;
  readonly states: readonly string[];
  readonly made: Readonly<Record<string, number>>;
  readonly quiet: boolean;
  readonly said: string;
}

async function run(gateOf: (call: { count: number }) => Gate): Promise<Run> {
  const world = new TestWorld({ namespaces: ['app'] });
  const call = { count: 0 };
  world.gate = gateOf(call);
  const states: string[] = [];
  let quiet = true;
  for (const part of story) {
    await part(world);
    await turn(world);
    const { api } = world.mark;
    await turn(world);
    quiet &&= world.writes(api).length === 0;
    // A fault in the last round must have time to heal before it is judged.
    const { gate } = world;
    world.gate = (_side, _request, go) => go();
    for (let round = 0; round < 8; round++) await passOver(world);
    world.gate = gate;
    const conditions = resources.map(([kind, name]) => world.condition(kind, name)?.status);
    const copy = world.secretNow('app', 'openai')?.data;
    states.push(canonicalJson([world.api.inspect.endState(), conditions, copy]));
  }
  const made: Record<string, number> = {};
  for (const { path, created, deleted } of world.api.requestLog.entries) {
    const kind = path.split('/')[2] ?? '';
    made[`created ${kind}`] = (made[`created ${kind}`] ?? 0) + created.length;
    made[`deleted ${kind}`] = (made[`deleted ${kind}`] ?? 0) + deleted.length;
  }
  return { calls: call.count, states, made, quiet, said: world.said() };
}

const through: (call: { count: number }) => Gate = (call) => (_side, _request, go) => {
  call.count += 1;
  return go();
};

function at(place: number, fault: Fault): (call: { count: number }) => Gate {
  return (call) => async (side, _request, go) => {
    call.count += 1;
    if (call.count !== place) return go();
    const headers = { 'content-type': 'application/json', 'retry-after': '3' };
    const body = (code: number): string =>
      side === 'kube'
        ? JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'X', message: 'x', code })
        : 'x';
    switch (fault) {
      case 'crash before':
        throw new Crash();
      case 'crash after':
        await go();
        throw new Crash();
      case 'refused':
        throw new TransportError('refused', 'refused');
      case 'answer lost':
        await go();
        throw new TransportError('reset', 'reset');
      case 'web page':
        // A proxy in front of the vendor's API; what a Kubernetes client makes of one is not for this story.
        if (side === 'kube') return go();
        return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' };
      default:
        return { status: Number(fault), headers, body: body(Number(fault)) };
    }
  };
}

const stride = Number(process.env['FAULT_STRIDE'] ?? 41);

describe('one fault at any call of a whole life', () => {
  it('leads to the same end, makes and deletes nothing twice, then writes no more, and tells no secret', async () => {
    const reference = await run(through);
    expect(reference.quiet).toBe(true);
    expect(reference.states[0]).toContain('OPENAI_API_KEY');
    const failed: string[] = [];
    for (const [offset, fault] of faults.entries()) {
      // A fair sample: each fault begins elsewhere, so that together they meet nearly every call.
      for (let place = 1 + offset; place <= reference.calls; place += stride) {
        const { states, made, quiet, said } = await run(at(place, fault));
        const where = `${fault} at call ${place}`;
        states.forEach((state, part) => {
          if (state !== reference.states[part]) failed.push(`${where}: another state after part ${part}\n${state}`);
        });
        for (const action of ['created', 'deleted']) {
          for (const [what, times] of Object.entries(made)) {
            if (what.startsWith(action) && times !== reference.made[what])
              failed.push(`${where}: ${what} ${times} times`);
          }
        }
        if (!quiet) failed.push(`${where}: still writes`);
        if (said.includes('canary')) failed.push(`${where}: tells a secret`);
      }
    }
    expect(failed.slice(0, 5)).toEqual([]);
  }, 120_000);
});
