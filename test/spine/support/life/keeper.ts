import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Connection } from '../../../support/control-plane/connection.ts';
import { writeKubeconfig } from '../../../support/control-plane/kubeconfig.ts';
import { freeLoopbackPorts } from '../../../support/control-plane/loopback-ports.ts';
import { startCommand, type OperatorProcess } from '../operator-start.ts';
import type { Cluster, Clusters } from './clusters.ts';

interface OperatorDeployment {
  readonly metadata: { readonly uid: string; readonly generation: number };
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly [{ readonly args: string[] }] } };
  };
  readonly status?: { readonly readyReplicas?: number };
}

const namespace = 'planewright-system';
const name = 'planewright-operator';

/**
 * Plays the node on which the operator's pod runs: where its Deployment has a pod that is ready, the command is run with the
 * Deployment's own arguments and its service account's token; where it is gone or another one, that process ends.
 */
export class Keeper {
  readonly #clusters: Clusters;
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #arrived: (cluster: Cluster) => Promise<void>;
  readonly #written: string[] = [];
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #running: { readonly of: string; readonly process: OperatorProcess } | undefined;
  #starts = 0;

  /** @param arrived Called again and again with each cluster that there is: what a person would do in it. */
  constructor(
    clusters: Clusters,
    folder: string,
    env: Readonly<Record<string, string>>,
    arrived: (cluster: Cluster) => Promise<void>,
  ) {
    this.#clusters = clusters;
    this.#folder = folder;
    this.#env = env;
    this.#arrived = arrived;
  }

  begin(): void {
    this.#loop = this.#keep();
  }

  /** What all operators have written. */
  said(): string {
    return [...this.#written, this.#running?.process.output() ?? ''].join('\n');
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await this.#end();
  }

  async #keep(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#look();
      } catch (error) {
        // An API server that is just going; what is wrong for good shows in the story.
        this.#written.push(`keeper: ${String(error)}`);
      }
      await sleep(300);
    }
  }

  async #look(): Promise<void> {
    const cluster = await this.#clusters.now();
    if (cluster !== undefined) await this.#arrived(cluster);
    const deployment = cluster === undefined ? undefined : await deployed(cluster.connection);
    const isUp = (deployment?.status?.readyReplicas ?? 0) > 0;
    const of = deployment === undefined ? '' : `${deployment.metadata.uid} ${deployment.metadata.generation}`;
    const before = this.#running;
    if (before !== undefined && (before.of !== of || !before.process.running())) await this.#end();
    if (!isUp || this.#running !== undefined || cluster === undefined || deployment === undefined) return;
    this.#running = { of, process: await this.#start(cluster, deployment) };
  }

  async #start({ connection }: Cluster, { spec }: OperatorDeployment): Promise<OperatorProcess> {
    const identity = `operator-${(this.#starts += 1)}`;
    const token = await connection.tokenFor({ namespace, name });
    const { url, caPem } = connection;
    const path = join(this.#folder, `${identity}.kubeconfig`);
    const kubeconfig = await writeKubeconfig(path, { url, caPem, user: 'operator', token });
    const [port = 0] = await freeLoopbackPorts(1);
    const [{ args }] = spec.template.spec.containers;
    const here = ['--kubeconfig', kubeconfig, '--port', String(port), '--log-level', 'debug'];
    return startCommand([...args, ...here], { ...this.#env, POD_NAME: identity, POD_NAMESPACE: namespace });
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    await running.process.kill();
    this.#written.push(running.process.output());
  }
}

async function deployed({ adminTransport }: Connection): Promise<OperatorDeployment | undefined> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const { status, body } = await adminTransport({ method: 'GET', path }, AbortSignal.timeout(10_000));
  return status === 200 ? (JSON.parse(body) as OperatorDeployment) : undefined;
}
