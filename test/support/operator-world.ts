import { Registry } from 'prom-client';
import { kinds } from '../../src/api/index.ts';
import { customResourceDefinition } from '../../src/api/crd/definition.ts';
import { restCall } from '../../src/clouds/rest.ts';
import { azureSecretStore } from '../../src/clouds/secret-stores/azure.ts';
import { googleSecretStore } from '../../src/clouds/secret-stores/google.ts';
import type { SecretStore } from '../../src/clouds/secret-stores/store.ts';
import { storesOf } from '../../src/clouds/secret-stores/stores.ts';
import { httpProbe, type Probe } from '../../src/dataplane/probe.ts';
import type { PlaneAnswers } from '../../src/dataplane/rollout/observed.ts';
import { answerHealth } from '../../src/kube/health.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import type { KubeObject, ResourceType } from '../../src/kube/objects.ts';
import { runOperator, type OperatorOptions } from '../../src/operator/main.ts';
import type { Log } from '../../src/runtime/log.ts';
import type { Transport, WireRequest, WireResponse } from '../../src/runtime/transport.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { braintrustSimulator, type BraintrustSimulator } from '../../src/simulator/braintrust/simulator.ts';
import type { BraintrustProfile } from '../../src/simulator/braintrust/profile.ts';
import { callGates, type Gates } from '../../src/simulator/gates/gates.ts';
import type { FaultPlan } from '../../src/simulator/gates/fault.ts';
import { kubeSimulator, type KubeSimulator } from '../../src/simulator/kube/simulator.ts';
import { planeSimulator, type PlaneSimulator } from '../../src/simulator/plane/simulator.ts';
import { secretStoresSimulator, type SecretStoresSimulator } from '../../src/simulator/secret-stores/simulator.ts';
import { playWorkloads } from '../../src/simulator/workloads/play.ts';
import { VirtualClock, type ProcessClock } from '../../src/simulator/virtual-clock.ts';
import { pinoLog } from '../../src/runtime/pino-log.ts';

const definitions = kinds.map((kind) => customResourceDefinition(kind) as unknown as Readonly<Record<string, unknown>>);
const never = new AbortController().signal;

export const operatorToken = 'bt-st-canary-operator-token-000';

export interface OperatorWorldOptions {
  readonly plan?: FaultPlan;
  readonly operator?: Partial<OperatorOptions>;
  readonly namespaces?: readonly string[];
  /** Namespace in which workloads are played and a plane answers. Default: none are. */
  readonly plane?: string;
  /** Annotated Secrets are filled from the stand-in of the clouds' stores: Google's and Azure's. Default: they are not. */
  readonly stores?: boolean;
  /** What is unusual about the admin API. */
  readonly profile?: Partial<BraintrustProfile>;
  /** A crash, and an end that nobody asked for, is followed by a new start after so many milliseconds. Default 1,000. */
  readonly restartMs?: number;
  /** Told of every answer of the API server to the operator, before a fault can take it away. */
  readonly observe?: (request: WireRequest, response: WireResponse) => void;
}

/** Both stand-ins and a whole operator between them, on one virtual clock: what the sweep runs thousands of. */
export class OperatorWorld {
  readonly clock = new VirtualClock();
  readonly kube: KubeSimulator;
  readonly api: BraintrustSimulator;
  readonly gates: Gates;
  readonly stores: SecretStoresSimulator;
  /** Where one was asked for. */
  readonly plane: PlaneSimulator | undefined;
  /** Every line that the operator logged. */
  readonly logged: string[] = [];
  /** Failures of the operator as a whole: an end that nobody asked for. */
  readonly failures: unknown[] = [];
  starts = 0;
  readonly #registries: Registry[] = [];
  readonly #options: OperatorWorldOptions;
  readonly #ending = new AbortController();
  #process: { readonly clock: ProcessClock; readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(options: OperatorWorldOptions = {}) {
    this.#options = options;
    this.kube = kubeSimulator({
      clock: this.clock,
      randomness: seededRandomness(1),
      definitions,
      namespaces: ['planewright', 'acme', ...(options.namespaces ?? [])],
    });
    this.api = braintrustSimulator({
      clock: this.clock,
      randomness: seededRandomness(2),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      organizations: [{ name: 'Acme', id: 'b0000000-0000-4000-8000-000000000001' }],
      tokens: [
        {
          value: operatorToken,
          account: { name: 'operator', email: 'operator@bt', kind: 'service' },
          organizations: ['Acme'],
        },
      ],
    });
    this.stores = secretStoresSimulator({ clock: this.clock });
    const { plane } = options;
    if (plane !== undefined) this.#play();
    this.plane =
      plane === undefined
        ? undefined
        : planeSimulator({ transport: this.kube.handle, namespace: plane, clock: this.clock });
    this.gates = callGates({
      clock: this.clock,
      ...(options.plan === undefined ? {} : { plan: options.plan }),
      onCrash: () => this.#crashed(),
    });
  }

  /** Starts an operator that remembers nothing. */
  start(): void {
    this.starts += 1;
    const clock = this.clock.process();
    const stop = new AbortController();
    const api = this.gates.guard('braintrust', this.api.handle);
    const registry = new Registry();
    this.#registries.push(registry);
    const ended = runOperator(
      {
        kube: this.gates.guard('kube', this.#observed),
        clock,
        randomness: seededRandomness(100 + this.starts),
        log: this.#log(),
        ownNamespace: 'planewright',
        identity: `operator-${this.starts}`,
        mode: 'act',
        electLeader: false,
        transportFor: () => api,
        probe: this.#probe(clock),
        registry,
        ...(this.#options.stores === true && { secretStore: this.#secretStore(clock) }),
        ...this.#options.operator,
      },
      stop.signal,
    ).catch((error: unknown) => {
      this.failures.push(error);
      if (this.#process?.clock === clock) this.#restart();
    });
    this.#process = { clock, stop, ended };
  }

  readonly #observed: Transport = async (request, signal) => {
    const response = await this.kube.handle(request, signal);
    this.#options.observe?.(request, response);
    return response;
  };

  #play(): void {
    const { signal } = this.#ending;
    const times = { podStartMs: 3_000, podStopMs: 10_000 };
    void playWorkloads({ transport: this.kube.handle, clock: this.clock, ...times, signal });
  }

  #probe(clock: ProcessClock): Probe {
    const { plane } = this;
    if (plane === undefined) return () => Promise.resolve(noAnswers);
    const guarded = this.gates.guard('plane', plane.handle);
    return httpProbe({ clock, transportFor: () => guarded });
  }

  /** By the operator's own clients; AWS' keeps time of its own, which no virtual clock can hold. */
  #secretStore(clock: ProcessClock): SecretStore {
    const call = (store: 'google' | 'azure') => {
      const guarded = this.gates.guard(store, this.stores[store]);
      return restCall(() => Promise.resolve('token'), { to: () => guarded, clock });
    };
    return storesOf({
      aws: () => Promise.reject(new Error('this world has no AWS')),
      google: () => Promise.resolve(googleSecretStore(call('google'))),
      azure: () => Promise.resolve(azureSecretStore(call('azure'))),
    });
  }

  /** What `/metrics` answers, of every start. */
  async metrics(): Promise<string> {
    const pages = this.#registries.map((registry) => answerHealth({ alive: [], ready: [], registry }, '/metrics'));
    return (await Promise.all(pages)).map(({ body }) => body).join('\n');
  }

  /** Stops it as Kubernetes does, and waits for its end. */
  async stop(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    process?.stop.abort(new Error('stopped by the test'));
    if (process !== undefined) await this.clock.run(process.ended, 60_000);
    this.#ending.abort(new Error('the world ends'));
    this.kube.close();
  }

  /** Ends it as SIGKILL does. */
  kill(): void {
    this.gates.kill();
    this.#process?.clock.kill();
    this.#process = undefined;
  }

  #crashed(): void {
    this.#process?.clock.kill();
    this.#process = undefined;
    this.#restart();
  }

  /** As the kubelet does; what the old process left behind is gone by then. */
  #restart(): void {
    this.kill();
    void this.clock.sleep(this.#options.restartMs ?? 1_000).then(() => this.start());
  }

  #log(): Log {
    const write = (line: string): void => void this.logged.push(line);
    return pinoLog({ level: 'debug', now: () => this.clock.now(), destination: { write } });
  }

  /** What a person with kubectl does. */
  async apply(type: ResourceType, object: KubeObject): Promise<void> {
    const client = kubeClient(this.kube.handle);
    await this.clock.run(client.apply(type, object, { fieldManager: 'person', force: true }, never));
  }

  async delete(type: ResourceType, namespace: string, name: string): Promise<void> {
    const key = type.namespaced ? { namespace, name } : { name };
    await this.clock.run(kubeClient(this.kube.handle).delete(type, key, {}, never));
  }

  object(resource: string, namespace: string, name: string): KubeObject | undefined {
    return (this.kube.objects(resource) as readonly unknown[] as readonly KubeObject[]).find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
  }

  /** A condition of one of our resources, as `True Reason`. */
  condition(plural: string, namespace: string, name: string, type = 'Ready'): string | undefined {
    const object = this.object(`planewright.dev/${plural}`, namespace, name) as
      (KubeObject & { status?: { conditions?: { type: string; status: string; reason: string }[] } }) | undefined;
    const found = object?.status?.conditions?.find((condition) => condition.type === type);
    return found === undefined ? undefined : `${found.status} ${found.reason}`;
  }

  /** Requests that the operator made and that could change something, oldest first. */
  writes(): string[] {
    return this.gates.trace
      .filter(({ mutation }) => mutation)
      .map(({ to, method, target }) => `${to} ${method} ${target}`);
  }
}

const unasked = { state: 'unknown', reason: 'not asked' } as const;
const noAnswers: PlaneAnswers = { version: unasked, query: unasked };
