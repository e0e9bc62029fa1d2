import type { DataPlaneSpecInput } from '../../../src/api/index.ts';
import { customResourceDefinitions } from '../../../src/api/crd/definition.ts';
import { createDataPlaneEngine, type DataPlaneEngineOptions } from '../../../src/dataplane/engine.ts';
import { dataPlaneType } from '../../../src/dataplane/rollout/gather.ts';
import type { DataPlane } from '../../../src/api/index.ts';
import { unknown } from '../../../src/dataplane/observation.ts';
import type { KubeSecret } from '../../../src/dataplane/secrets/read.ts';
import { planeTypes, podType, secretType } from '../../../src/dataplane/workloads/kinds.ts';
import { kubeClient } from '../../../src/kube/kube-client.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { canonicalJson } from '../../../src/runtime/canonical-json.ts';
import type { Log, LogFields } from '../../../src/runtime/log.ts';
import { must } from '../../../src/runtime/must.ts';
import { seededRandomness } from '../../../src/runtime/randomness.ts';
import { SecretValue } from '../../../src/runtime/secret-value.ts';
import type { Transport, WireRequest } from '../../../src/runtime/transport.ts';
import { kubeSimulator } from '../../../src/simulator/kube/simulator.ts';
import { VirtualClock } from '../../../src/simulator/virtual-clock.ts';
import { planeSpec } from './planes.ts';

export const canary = 'CANARY-hunter2';
export const key = { namespace: 'acme', name: 'plane' };
const definitions = customResourceDefinitions() as unknown as readonly Readonly<Record<string, unknown>>[];
const never = new AbortController().signal;

type Live = KubeObject & {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: unknown };
  };
};

/** The stand-in API server with a namespace, the secrets of a plane, and a kubelet that obeys at once. */
export class Cluster {
  readonly clock = new VirtualClock();
  readonly simulator = kubeSimulator({
    clock: this.clock,
    randomness: seededRandomness(1),
    definitions,
    namespaces: ['default', 'acme'],
  });
  /** What the engine sent since `forget`. */
  sent: WireRequest[] = [];
  /** Every word that the engine logged or recorded as an event. */
  readonly words: string[] = [];
  /** Puts a fault in front of the engine's requests. */
  fault: ((request: WireRequest) => void) | undefined = undefined;
  readonly admin = kubeClient(this.simulator.handle, { fieldManager: 'admin' });

  readonly #transport: Transport = async (request, signal) => {
    this.fault?.(request);
    this.sent.push(request);
    return this.simulator.handle(request, signal);
  };

  engine(changes: Partial<DataPlaneEngineOptions> = {}) {
    return createDataPlaneEngine({
      kube: kubeClient(this.#transport),
      clock: this.clock,
      randomness: seededRandomness(2),
      log: logInto(this.words),
      hashKey: new SecretValue('install-key'),
      probe: () => Promise.resolve({ version: unknown('not asked'), query: unknown('not asked') }),
      mode: 'act',
      events: { record: (_, type, reason, message) => void this.words.push(`${type} ${reason} ${message}`) },
      ...changes,
    });
  }

  async secret(name: string, values: Readonly<Record<string, string>>): Promise<void> {
    const data = Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, Buffer.from(value).toString('base64')]),
    );
    const object: KubeSecret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'acme' }, data };
    await this.admin.apply(secretType, object, { fieldManager: 'admin', force: true }, never);
  }

  async declare(changes: Partial<DataPlaneSpecInput> = {}): Promise<DataPlane> {
    const object: DataPlane = {
      apiVersion: 'planewright.dev/v1alpha1',
      kind: 'DataPlane',
      metadata: key,
      spec: planeSpec(changes),
    };
    return this.admin.apply(dataPlaneType, object, { fieldManager: 'admin', force: true }, never);
  }

  async plane(): Promise<DataPlane> {
    return must(await this.admin.get<DataPlane>(dataPlaneType, key, never), 'the plane');
  }

  async condition(type: string) {
    return (await this.plane()).status?.conditions?.find((one) => one.type === type);
  }

  /** Passes of the engine and of the kubelet until a pass changes nothing. */
  async settle(engine = this.engine()): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) {
      const { changes } = await this.clock.run(engine.reconcile(key, never));
      const moved = await this.kubelet();
      await this.clock.advance(1_000);
      if (changes.length === 0 && !moved) return;
    }
    throw new Error(`does not settle: ${canonicalJson(await this.plane())}`);
  }

  /** Writes that the engine sent. */
  get writes(): readonly WireRequest[] {
    return this.sent.filter(({ method }) => method !== 'GET');
  }

  forget(): void {
    this.sent = [];
  }

  /** Replaces pods of other templates by pods of the declared one, and says so in the Deployments' status. */
  async kubelet(): Promise<boolean> {
    let moved = false;
    const deployments = await this.admin.list<Live>(planeTypes.Deployment, { namespace: 'acme' }, never);
    for (const deployment of deployments.items) moved = (await this.#roll(deployment)) || moved;
    const pods = await this.admin.list<KubeObject>(podType, { namespace: 'acme' }, never);
    const names = new Set(deployments.items.map(({ metadata }) => metadata.name));
    for (const { metadata } of pods.items) {
      if (names.has(metadata.labels?.['app'] ?? '')) continue;
      await this.admin.delete(podType, { namespace: 'acme', name: metadata.name }, {}, never);
      moved = true;
    }
    return moved;
  }

  async #roll({ metadata, spec }: Live): Promise<boolean> {
    const wanted = `${metadata.name}-${metadata.generation ?? 0}`;
    const selector = { namespace: 'acme', labelSelector: `app=${metadata.name}` };
    const pods = (await this.admin.list<KubeObject>(podType, selector, never)).items;
    const old = pods.filter((pod) => !pod.metadata.name.startsWith(`${wanted}-`));
    if (old.length === 0 && pods.length === spec.replicas) return false;
    for (const pod of old) await this.admin.delete(podType, { namespace: 'acme', name: pod.metadata.name }, {}, never);
    for (let index = pods.length - old.length; index < spec.replicas; index += 1) {
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `${wanted}-${index}`, namespace: 'acme', labels: spec.template.metadata.labels },
        spec: spec.template.spec,
      };
      await this.admin.create(podType, pod, never);
    }
    const counts = { replicas: spec.replicas, updatedReplicas: spec.replicas, availableReplicas: spec.replicas };
    const status = { observedGeneration: metadata.generation ?? 0, ...counts };
    const object = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: metadata.name, namespace: 'acme' },
      status,
    };
    await this.admin.applyStatus(planeTypes.Deployment, object, { fieldManager: 'kubelet', force: true }, never);
    return true;
  }
}

/** A cluster with a plane's secrets and a declared plane. */
export async function planeCluster(changes: Partial<DataPlaneSpecInput> = {}): Promise<Cluster> {
  const cluster = new Cluster();
  await cluster.secret('plane', {
    postgres: `postgres://bt:${canary}@db.example:5432/postgres`,
    redis: `redis://:${canary}@cache.example:6379`,
    license: canary,
    function: `${canary}-function`,
  });
  await cluster.declare(changes);
  return cluster;
}

function logInto(words: string[]): Log {
  const write = (fields: LogFields, sentence: string): void => void words.push(`${JSON.stringify(fields)} ${sentence}`);
  const log: Log = { debug: write, info: write, warn: write, error: write, with: () => log };
  return log;
}
