import { setTimeout as sleep } from 'node:timers/promises';
import type { BundledOperator } from '../bundled-operator.ts';
import { providersWithSecrets } from '../fleet.ts';
import { line, type Line } from '../measure.ts';
import { startStage } from '../stage.ts';
import type { Binaries } from '../../support/control-plane/find-binaries.ts';

const size = 1000;
const patienceMs = 300_000;
/** The External Secrets Operator at its defaults, for 1,000 secrets on a real API server and two cores, in seconds. */
const externalSecretsSeconds = 102;

/** A thousand new provider keys, in time. The operator is there already; their declaration counts, too. */
export async function measureCreation(operator: BundledOperator, binaries?: Binaries): Promise<readonly Line[]> {
  const stage = await startStage(operator, binaries);
  const running = stage.startOperator();
  try {
    await stage.ready(performance.now());
    const items = providersWithSecrets(size);
    await stage.declare(items.slice(0, size));
    await sleep(1_000);
    const before = await running.report();
    const since = performance.now();
    await stage.declare(items.slice(size));
    const declared = performance.now() - since;
    // To list a thousand resources again and again would slow down what is measured.
    const written = async (): Promise<number> => (await running.report()).calls.kubeWrites - before.calls.kubeWrites;
    while ((await written()) < 2 * size && performance.now() - since < patienceMs) await sleep(100);
    const seconds = (await stage.ready(since)) / 1000;
    const { calls, cpuSeconds, mostResidentMb } = await running.report();
    const where = binaries === undefined ? 'on the stand-in' : 'on a real API server';
    return [
      line(`1,000 new AIProviders ${where}: until all are Ready`, seconds, {
        unit: 's',
        ...(binaries === undefined ? {} : { atMost: externalSecretsSeconds / 10 }),
      }),
      line('… of that, to declare them', declared / 1000, { unit: 's' }),
      line('… CPU of the operator', cpuSeconds - before.cpuSeconds, { unit: 's' }),
      line('… most memory resident', mostResidentMb, { unit: 'MB' }),
      line('… Secret reads', calls.secretReads - before.calls.secretReads, { atMost: size }),
      line('… admin writes', calls.adminWrites - before.calls.adminWrites, { atMost: size }),
      line('… Kubernetes writes', calls.kubeWrites - before.calls.kubeWrites, { atMost: 2 * size }),
    ];
  } finally {
    await running.stop();
    await stage.stop();
  }
}
