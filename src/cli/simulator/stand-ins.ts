import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customResourceDefinition } from '../../api/crd/definition.ts';
import { kinds } from '../../api/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Randomness } from '../../runtime/randomness.ts';
import { braintrustSimulator, type BraintrustSimulator } from '../../simulator/braintrust/simulator.ts';
import { serve } from '../../simulator/http-server.ts';
import { kubeSimulator, type KubeSimulator } from '../../simulator/kube/simulator.ts';
import { planeSimulator, type PlaneSimulator } from '../../simulator/plane/simulator.ts';
import { playWorkloads } from '../../simulator/workloads/play.ts';

export interface StandInsOptions {
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** The organization that the vendor's stand-in knows, and the token of its operator. */
  readonly organization: string;
  readonly token: string;
  readonly namespaces: readonly string[];
  /** Namespaces whose pods make up a plane that answers. */
  readonly planeNamespace: string;
}

export interface StandIns {
  readonly kube: KubeSimulator;
  readonly api: BraintrustSimulator;
  readonly plane: PlaneSimulator;
  readonly kubeUrl: string;
  readonly apiUrl: string;
  /** A file that only this user can read. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** A pod takes this long to become ready, and to go, by the stand-ins' clock. Milliseconds. */
const podTimes = { podStartMs: 8_000, podStopMs: 12_000 };

/**
 * Both stand-ins over HTTP on loopback, with Deployments that play and a plane that answers: what a person without a
 * cluster works against.
 */
export async function startStandIns(options: StandInsOptions): Promise<StandIns> {
  const { clock, randomness, organization } = options;
  const kube = kubeSimulator({
    clock,
    randomness,
    definitions: kinds.map((kind) => customResourceDefinition(kind) as unknown as Readonly<Record<string, unknown>>),
    namespaces: ['default', 'kube-system', 'planewright-system', ...options.namespaces],
  });
  const api = braintrustSimulator({
    clock,
    randomness,
    organizations: [{ name: organization }],
    tokens: [
      {
        value: options.token,
        account: { name: 'planewright', email: 'planewright@service.invalid', kind: 'service' },
        organizations: [organization],
      },
    ],
    publicUrl: () => apiServer.url,
  });
  const plane = planeSimulator({ transport: kube.handle, namespace: options.planeNamespace, clock });
  const stopping = new AbortController();
  const playing = playWorkloads({ transport: kube.handle, clock, signal: stopping.signal, ...podTimes });
  const kubeServer = await serve(kube.handle, { randomness });
  const apiServer = await serve(api.handle, { randomness });
  const directory = await mkdtemp(join(tmpdir(), 'planewright-'));
  const kubeconfig = join(directory, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigFor(kubeServer.url, options.planeNamespace), { mode: 0o600 });
  await chmod(directory, 0o700);
  return {
    kube,
    api,
    plane,
    kubeUrl: kubeServer.url,
    apiUrl: apiServer.url,
    kubeconfig,
    close: async () => {
      stopping.abort(new Error('the stand-ins are closed'));
      await playing;
      kube.close();
      await Promise.all([kubeServer.close(), apiServer.close()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function kubeconfigFor(server: string, namespace: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: planewright
  cluster: { server: "${server}" }
users:
- name: anyone
  user: {}
contexts:
- name: planewright
  context: { cluster: planewright, user: anyone, namespace: ${namespace} }
current-context: planewright
`;
}
