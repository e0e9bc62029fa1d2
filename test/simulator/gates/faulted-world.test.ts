import { describe, expect, it } from 'vitest';
import { seededRandomness } from '../../../src/runtime/randomness.ts';
import type { Clock } from '../../../src/runtime/clock.ts';
import type { Transport } from '../../../src/runtime/transport.ts';
import type { FaultPlan, RecordedCall } from '../../../src/simulator/gates/fault.ts';
import { callGates } from '../../../src/simulator/gates/gates.ts';
import { kubeSimulator } from '../../../src/simulator/kube/simulator.ts';
import { VirtualClock } from '../../../src/simulator/virtual-clock.ts';

const path = '/api/v1/namespaces/default/configmaps';
const signal = new AbortController().signal;

/** A tiny controller: wants three ConfigMaps, looks every second, forgets everything when it dies. */
async function controller(kube: Transport, clock: Clock): Promise<never> {
  for (;;) {
    const list = await kube({ method: 'GET', path }, signal);
    const { items } = JSON.parse(list.body) as { items: { metadata: { name: string } }[] };
    const there = new Set(items.map((item) => item.metadata.name));
    for (const name of ['a', 'b', 'c']) {
      if (there.has(name)) continue;
      const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
      await kube({ method: 'POST', path, body }, signal);
    }
    await clock.sleep(1000);
  }
}

async function run(plan?: FaultPlan): Promise<{ trace: readonly RecordedCall[]; names: string[] }> {
  const clock = new VirtualClock();
  const simulator = kubeSimulator({ clock, randomness: seededRandomness(1) });
  let life = clock.process();
  const start = (): void => {
    void controller(gates.guard('kube', simulator.handle), life).catch(() => undefined);
  };
  const gates = callGates({
    clock,
    ...(plan === undefined ? {} : { plan }),
    onCrash: () => {
      life.kill();
      life = clock.process();
      void clock.sleep(500).then(start);
    },
  });
  start();
  await clock.advance(4500);
  return { trace: gates.trace, names: simulator.objects('/configmaps').map((object) => object.metadata.name) };
}

describe('a world behind gates', () => {
  it('runs the same way each time', async () => {
    expect(await run()).toEqual(await run());
  });

  it('ends alike whichever call of it crashes, before or after', async () => {
    const { trace, names } = await run();
    expect(trace).toHaveLength(8);
    for (const { call } of trace) {
      for (const kind of ['crash-before', 'crash-after'] as const) {
        const faulted = await run({ faults: [{ call, fault: { kind } }] });
        expect(faulted.names, `${kind} at ${call}`).toEqual(names);
        expect(faulted.trace.at(-1)?.epoch, `${kind} at ${call}`).toBe(1);
      }
    }
  });
});
