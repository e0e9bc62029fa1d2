import { kubeClient } from '../../kube/kube-client.ts';
import { systemClock } from '../../runtime/clock.ts';
import { systemRandomness } from '../../runtime/randomness.ts';
import { scaledClock } from '../../simulator/scaled-clock.ts';
import type { SimulatorOptions } from '../commands/simulator.ts';
import type { Io } from '../io.ts';
import { startStandIns } from './stand-ins.ts';

const namespace = 'braintrust';
const organization = 'acme';

/** Serves both stand-ins, says how to reach them, and waits to be stopped. */
export async function runSimulator({ speed }: SimulatorOptions, io: Io): Promise<void> {
  const clock = speed === 1 ? systemClock : scaledClock(systemClock, speed);
  const token = `bt-st-${systemRandomness.uuid()}`;
  const standIns = await startStandIns({
    clock,
    randomness: systemRandomness,
    organization,
    token,
    namespaces: [namespace],
    planeNamespace: namespace,
  });
  try {
    const type = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'braintrust-token', namespace },
      type: 'Opaque',
      data: { token: Buffer.from(token).toString('base64') },
    };
    await kubeClient(standIns.kube.handle).create(type, secret, io.signal);
    io.out(`Kubernetes stand-in:  KUBECONFIG=${standIns.kubeconfig}
Vendor API stand-in:  ${standIns.apiUrl}   (organization ${organization}; token in Secret ${namespace}/braintrust-token)
Both forget everything when they stop. Stop them with Ctrl-C.
`);
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      io.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await standIns.close();
  }
  io.err('The stand-ins have stopped.\n');
}
