import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { kinds } from '../../src/api/index.ts';
import { customResourceDefinition } from '../../src/api/crd/definition.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import type { KubeObject, ResourceType } from '../../src/kube/objects.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { systemRandomness } from '../../src/runtime/randomness.ts';
import type { Transport } from '../../src/runtime/transport.ts';
import { braintrustSimulator } from '../../src/simulator/braintrust/simulator.ts';
import { serve } from '../../src/simulator/http-server.ts';
import { kubeSimulator } from '../../src/simulator/kube/simulator.ts';
import { startControlPlane } from '../support/control-plane/start-control-plane.ts';
import type { Binaries } from '../support/control-plane/find-binaries.ts';
import type { BundledOperator } from './bundled-operator.ts';
import { isReady } from './counted-world.ts';
import { foundation, fleetTypes, type Item } from './fleet.ts';
import type { KubeAddress, OperatorReport, ToOperator } from './operator-process.ts';

const never = new AbortController().signal;
const token = 'bt-st-bench-token-0000';
const atOnce = 16;
const definitions = kinds.map((kind) => customResourceDefinition(kind) as unknown as KubeObject);
const definitionType: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};
const namespaceType: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

/** Both sides of an operator over loopback HTTP, on the machine's own clock, and a way to start the operator between. */
export interface Stage {
  declare(items: readonly Item[]): Promise<void>;
  /** Polls until everything is Ready; answers the milliseconds since `since` on the scale of `performance.now()`. */
  ready(since: number): Promise<number>;
  startOperator(): StagedOperator;
  stop(): Promise<void>;
}

interface StagedOperator {
  report(): Promise<OperatorReport>;
  stop(): Promise<void>;
}

interface Cluster {
  readonly transport: Transport;
  readonly address: KubeAddress;
  stop(): Promise<void>;
}

/**
 * @param operator from {@link bundledOperator}.
 * @param binaries of a real control plane; left out: the stand-in for Kubernetes.
 */
export async function startStage(operator: BundledOperator, binaries?: Binaries): Promise<Stage> {
  const api = braintrustSimulator({
    clock: systemClock,
    randomness: systemRandomness,
    organizations: [{ name: 'Acme' }],
    tokens: [
      { value: token, account: { name: 'operator', email: 'operator@bt', kind: 'service' }, organizations: ['Acme'] },
    ],
  });
  const served = await serve(api.handle, { randomness: systemRandomness });
  const cluster = binaries === undefined ? await standIn() : await real(binaries);
  const client = kubeClient(cluster.transport, { fieldManager: 'person' });
  // As `kubectl create` does: to apply costs the API server more, and is no work of the operator's.
  const create = async ({ type, object }: Item): Promise<void> => {
    await client.create(type, object, never);
  };
  const notReady = async (): Promise<number> => {
    let count = 0;
    for (const type of Object.values(fleetTypes)) {
      const path = `/apis/${type.group}/${type.version}/${type.plural}`;
      const { body } = await cluster.transport({ method: 'GET', path }, never);
      count += (JSON.parse(body) as { items: KubeObject[] }).items.filter((object) => !isReady(object)).length;
    }
    return count;
  };
  const declare = async (items: readonly Item[]): Promise<void> => {
    const left = [...items];
    const worker = async (): Promise<void> => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await create(item);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  };
  for (const name of ['planewright', 'acme']) {
    await create({ type: namespaceType, object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
  }
  await declare(foundation({ apiUrl: served.url, organizationName: 'Acme', token }));
  return {
    declare,
    startOperator: () => startOperator(operator, cluster.address),
    ready: async (since) => {
      while ((await notReady()) > 0) {
        if (performance.now() - since > 600_000) throw new Error('not everything is Ready after ten minutes');
        await sleep(250);
      }
      return performance.now() - since;
    },
    stop: async () => {
      await cluster.stop();
      await served.close();
    },
  };
}

async function standIn(): Promise<Cluster> {
  const kube = kubeSimulator({
    clock: systemClock,
    randomness: systemRandomness,
    definitions: definitions as unknown as readonly Readonly<Record<string, unknown>>[],
    historyLimit: 100_000,
  });
  const served = await serve(kube.handle, { randomness: systemRandomness });
  return {
    transport: kube.handle,
    address: { url: served.url },
    stop: async () => {
      kube.close();
      await served.close();
    },
  };
}

async function real(binaries: Binaries): Promise<Cluster> {
  const { adminTransport, url, adminToken, caPem, stop } = await startControlPlane(binaries);
  const client = kubeClient(adminTransport, { fieldManager: 'person' });
  for (const definition of definitions) {
    await client.apply(definitionType, definition, { fieldManager: 'person', force: true }, never);
  }
  for (const { group, version, plural } of Object.values(fleetTypes)) {
    const path = `/apis/${group}/${version}/${plural}`;
    while ((await adminTransport({ method: 'GET', path }, never)).status !== 200) await sleep(100);
  }
  return { transport: adminTransport, address: { url, token: adminToken, caPem }, stop };
}

function startOperator({ program, nodeArguments }: BundledOperator, address: KubeAddress): StagedOperator {
  const child = fork(program, { execArgv: [...nodeArguments], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const tell = (message: ToOperator): void => void child.send(message);
  tell({ start: address });
  return {
    report: async () => {
      const answer = once(child, 'message');
      tell({ report: true });
      return ((await answer) as [OperatorReport])[0];
    },
    stop: async () => {
      const end = once(child, 'exit');
      child.disconnect();
      await end;
    },
  };
}
