import {
  apiVersion,
  kinds,
  type AIProviderSpecInput,
  type EnvironmentVariableSpecInput,
  type OrganizationSpecInput,
  type ProjectSpecInput,
} from '../../src/api/index.ts';
import { customResourceDefinition } from '../../src/api/crd/definition.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { claimantsAmong, type Claimants } from '../../src/organization/claims.ts';
import { createOrganizationEngine, type OrganizationEngine } from '../../src/organization/engine.ts';
import {
  dependantKinds,
  resourceTypes,
  secretType,
  type Dependant,
  type OrganizationKind,
  type OrganizationResource,
} from '../../src/organization/kinds.ts';
import type { Lists } from '../../src/organization/context.ts';
import type { AnyStatus } from '../../src/organization/status.ts';
import type { Result } from '../../src/organization/result.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { SecretValue } from '../../src/runtime/secret-value.ts';
import type { Transport, WireRequest, WireResponse } from '../../src/runtime/transport.ts';
import {
  braintrustSimulator,
  type BraintrustSimulator,
  type BraintrustSimulatorOptions,
} from '../../src/simulator/braintrust/simulator.ts';
import { kubeSimulator } from '../../src/simulator/kube/simulator.ts';
import { VirtualClock } from '../../src/simulator/virtual-clock.ts';

const definitions = kinds.map((kind) => customResourceDefinition(kind) as unknown as Readonly<Record<string, unknown>>);
const never = new AbortController().signal;
export const token = 'bt-st-canary-token-0000';
export const key = 'sk-canary-key-one-11111';

interface Specs {
  Organization: OrganizationSpecInput;
  AIProvider: AIProviderSpecInput;
  EnvironmentVariable: EnvironmentVariableSpecInput;
  Project: ProjectSpecInput;
}

export interface WorldOptions {
  readonly mode?: 'act' | 'observe';
  readonly namespaces?: readonly string[];
  readonly profile?: BraintrustSimulatorOptions['profile'];
  /** Whether metadata of Secrets is watched. Default true. */
  readonly watchesSecrets?: boolean;
  readonly holdTokens?: boolean;
}

export type Side = 'kube' | 'api';
export type Gate = (side: Side, request: WireRequest, call: () => Promise<WireResponse>) => Promise<WireResponse>;

/** Both stand-ins, the engine between them, and a person at each side. */
export class TestWorld {
  readonly clock = new VirtualClock();
  readonly api: BraintrustSimulator;
  readonly events: { about: string; type: string; reason: string; message: string }[] = [];
  /** More hosts than the usual one, by URL. */
  readonly hosts = new Map<string, Transport>();
  /** What becomes of each call of the engine. */
  gate: Gate = (_side, _request, call) => call();
  readonly #kube: ReturnType<typeof kubeSimulator>;
  readonly #options: WorldOptions;
  engine: OrganizationEngine;
  #frozen = false;
  readonly #claimants = new WeakMap<readonly KubeObject[], Claimants>();
  #known = new Map<string, { stamp: string; list: readonly KubeObject[] }>();

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    const namespaces = ['acme', ...(options.namespaces ?? [])];
    this.#kube = kubeSimulator({ clock: this.clock, randomness: seededRandomness(1), definitions, namespaces });
    this.api = braintrustSimulator({
      clock: this.clock,
      randomness: seededRandomness(2),
      organizations: [{ name: 'Acme', id: 'b0000000-0000-4000-8000-000000000001' }],
      tokens: [
        { value: token, account: { name: 'operator', email: 'operator@bt', kind: 'service' }, organizations: ['Acme'] },
      ],
      ...(options.profile === undefined ? {} : { profile: options.profile }),
    });
    this.engine = this.restarted();
  }

  /** An engine that remembers nothing. */
  restarted(): OrganizationEngine {
    this.engine = createOrganizationEngine({
      kube: kubeClient(this.#gated('kube', this.#kube.handle)),
      clock: this.clock,
      randomness: seededRandomness(3),
      log: silentLog,
      transportFor: ({ apiUrl }) => this.hosts.get(apiUrl) ?? this.#gated('api', this.api.handle),
      hashKey: new SecretValue('hash key of the tests'),
      lists: this.#lists(),
      mode: this.#options.mode ?? 'act',
      ...(this.#options.holdTokens === undefined ? {} : { holdTokens: this.#options.holdTokens }),
      events: {
        record: (about, type, reason, message) => {
          this.events.push({ about: `${about.kind} ${about.metadata.name}`, type, reason, message });
        },
      },
    });
    return this.engine;
  }

  #gated(side: Side, transport: Transport): Transport {
    return (request, signal) => this.gate(side, request, () => transport(request, signal));
  }

  /** The lists of the process stay as they are now, as when its watches lag. */
  freeze(): void {
    for (const kind of Object.keys(resourceTypes) as OrganizationKind[]) {
      this.#list(`planewright.dev/${resourceTypes[kind].plural}`);
    }
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
  }

  #lists(): Lists {
    return {
      peers: (kind) =>
        this.#list(`planewright.dev/${resourceTypes[kind].plural}`) as readonly unknown[] as readonly never[],
      claimants: (claim) => dependantKinds.flatMap((kind) => this.#claimantsOf(kind)(claim)),
      namespaces: () =>
        this.#list('/namespaces').map(({ metadata }) => ({
          name: metadata.name,
          labels: metadata.labels ?? {},
          annotations: metadata.annotations ?? {},
          terminating: metadata.deletionTimestamp !== undefined,
        })),
      ...(this.#options.watchesSecrets === false
        ? {}
        : {
            secretVersion: ({ namespace, name }) => {
              const found = this.#list('/secrets').find(
                ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
              );
              return found === undefined
                ? { state: 'absent' as const }
                : { state: 'present' as const, resourceVersion: found.metadata.resourceVersion ?? '' };
            },
          }),
    };
  }

  #list(resource: string): readonly KubeObject[] {
    const objects = this.#kube.objects(resource) as readonly unknown[] as readonly KubeObject[];
    const frozen = this.#frozen && resource.startsWith('planewright.dev/') ? this.#known.get(resource) : undefined;
    if (frozen !== undefined) return frozen.list;
    const stamp = objects.map(({ metadata }) => `${metadata.uid}@${metadata.resourceVersion}`).join();
    const known = this.#known.get(resource);
    if (known?.stamp === stamp) return known.list;
    const list = structuredClone(objects);
    this.#known.set(resource, { stamp, list });
    return list;
  }

  #claimantsOf(kind: OrganizationKind): Claimants {
    const list = this.#list(`planewright.dev/${resourceTypes[kind].plural}`);
    const known = this.#claimants.get(list) ?? claimantsAmong(list as readonly unknown[] as readonly Dependant[]);
    this.#claimants.set(list, known);
    return known;
  }

  get #client() {
    return kubeClient(this.#kube.handle);
  }

  async secret(name: string, data: Readonly<Record<string, string>>, namespace = 'acme'): Promise<void> {
    const encoded = Object.fromEntries(
      Object.entries(data).map(([field, value]) => [field, Buffer.from(value).toString('base64')]),
    );
    const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data: encoded };
    await this.#client.apply(secretType, object, { fieldManager: 'person', force: true }, never);
  }

  secretNow(namespace: string, name: string): (KubeObject & { data?: Record<string, string> }) | undefined {
    return this.#list('/secrets').find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  }

  async deleteSecret(name: string, namespace = 'acme'): Promise<void> {
    await this.#client.delete(secretType, { namespace, name }, {}, never);
  }

  async apply<K extends OrganizationKind>(
    kind: K,
    name: string,
    spec: Specs[K],
    metadata: { namespace?: string; annotations?: Record<string, string> } = {},
  ): Promise<void> {
    const object = { apiVersion, kind, metadata: { name, namespace: 'acme', ...metadata }, spec };
    await this.#client.apply(resourceTypes[kind], object, { fieldManager: 'person', force: true }, never);
  }

  async namespace(
    name: string,
    labels: Record<string, string>,
    annotations: Record<string, string> = {},
  ): Promise<void> {
    const type = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } };
    await this.#client.apply(type, object, { fieldManager: 'person', force: true }, never);
  }

  async deleteNamespace(name: string): Promise<void> {
    const type = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };
    await this.#client.delete(type, { name }, {}, never);
  }

  namespaceNow(name: string): KubeObject | undefined {
    return this.#list('/namespaces').find(({ metadata }) => metadata.name === name);
  }

  async delete(kind: OrganizationKind, name: string, namespace = 'acme'): Promise<void> {
    await this.#client.delete(resourceTypes[kind], { namespace, name }, {}, never);
  }

  now(kind: OrganizationKind, name: string, namespace = 'acme'): OrganizationResource | undefined {
    return this.#list(`planewright.dev/${resourceTypes[kind].plural}`).find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    ) as OrganizationResource | undefined;
  }

  status(kind: OrganizationKind, name: string, namespace = 'acme'): AnyStatus {
    return this.now(kind, name, namespace)?.status ?? {};
  }

  condition(kind: OrganizationKind, name: string, type = 'Ready', namespace = 'acme') {
    const found = this.status(kind, name, namespace).conditions?.find((condition) => condition.type === type);
    return found === undefined ? undefined : { status: found.status, reason: found.reason, message: found.message };
  }

  async reconcile(kind: OrganizationKind, name: string, namespace = 'acme'): Promise<Result> {
    return this.clock.run(this.engine.reconcile(kind, { namespace, name }, never));
  }

  /** Calls to the vendor's API since `mark`, as `METHOD path`. */
  calls(mark = 0): string[] {
    return this.api.requestLog.entries.slice(mark).map(({ method, path }) => `${method} ${path}`);
  }

  /** Those of them that write. */
  writes(mark = 0): string[] {
    return this.calls(mark).filter((call) => !call.startsWith('GET '));
  }

  kubeCalls(mark = 0): string[] {
    return this.#kube.requests.slice(mark).map(({ method, path }) => `${method} ${path}`);
  }

  get mark(): { api: number; kube: number } {
    return { api: this.api.requestLog.entries.length, kube: this.#kube.requests.length };
  }

  /** Everything that could leak a secret: statuses, events, objects other than Secrets. */
  said(): string {
    const objects = (Object.keys(resourceTypes) as OrganizationKind[]).map((kind) =>
      this.#list(`planewright.dev/${resourceTypes[kind].plural}`),
    );
    return JSON.stringify([objects, this.events]);
  }

  /** An organization that is ready. */
  async bound(spec: Partial<OrganizationSpecInput> = {}, annotations: Record<string, string> = {}): Promise<void> {
    await this.secret('owner', { token });
    const connection = { organizationName: 'Acme', tokenSecretRef: { name: 'owner', key: 'token' } };
    await this.apply('Organization', 'acme', { connection, ...spec }, { annotations });
    await this.reconcile('Organization', 'acme');
  }
}

export const openai: AIProviderSpecInput = {
  organizationRef: { name: 'acme' },
  name: 'OPENAI_API_KEY',
  type: 'openai',
  secretRef: { name: 'llm-keys', key: 'openai' },
};
