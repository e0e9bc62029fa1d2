import { Registry } from 'prom-client';
import { createDataPlaneEngine } from '../dataplane/engine.ts';
import type { SecretStore } from '../clouds/secret-stores/store.ts';
import type { Probe } from '../dataplane/probe.ts';
import { leaseName } from '../install/rights.ts';
import { Events } from '../kube/events.ts';
import { fencedTransport } from '../kube/fence.ts';
import { serveHealth } from '../kube/health.ts';
import { kubeClient } from '../kube/kube-client.ts';
import { LeaseElection, type Leadership } from '../kube/lease.ts';
import { Manager, type ManagerChecks } from '../kube/manager.ts';
import { kubeMetrics, type KubeMetrics } from '../kube/metrics.ts';
import type { ObjectKey } from '../kube/objects.ts';
import { SharedWatches } from '../kube/shared-watches.ts';
import type { Connection } from '../organization/context.ts';
import { createOrganizationEngine, type Handlers } from '../organization/engine.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Randomness } from '../runtime/randomness.ts';
import type { SecretValue } from '../runtime/secret-value.ts';
import type { Transport } from '../runtime/transport.ts';
import type { ControllerContext } from './context.ts';
import { aiProviderController } from './controllers/ai-provider.ts';
import { dataPlaneController } from './controllers/data-plane.ts';
import { environmentVariableController } from './controllers/environment-variable.ts';
import { organizationsController } from './controllers/organization.ts';
import { projectController } from './controllers/project.ts';
import { planesMadeFrom, secretSourcesController } from './controllers/secret-sources.ts';
import { ensureInstallKey } from './install-key.ts';
import { listsFrom } from './lists.ts';
import { createSourcesEngine } from './sources/reconcile.ts';
import { createViews, type Views } from './views.ts';

/** Name of the operator in requests, events and managed fields. */
const component = 'planewright';

export interface OperatorOptions {
  /** The way to the API server. */
  readonly kube: Transport;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  /** Namespace of its lease and of the key of its hashes. */
  readonly ownNamespace: string;
  /** Different for each process: the pod's name, with something that changes with each start. */
  readonly identity: string;
  /** Namespaces whose Secrets and workloads it may use. Left out: wherever resources of ours are. */
  readonly governed?: readonly string[];
  /** `observe` decides and reports but changes nothing outside of statuses. */
  readonly mode: 'act' | 'observe';
  readonly transportFor: (connection: Connection) => Transport;
  readonly probe: Probe;
  /** The clouds' stores, from which annotated Secrets are filled. Left out: somebody else fills them. */
  readonly secretStore?: SecretStore;
  /** Other decisions than the ordinary ones: for tests that show what a broken one does. */
  readonly handlers?: Handlers;
  /** Passes at once, of each kind. Default 8: most of a pass is waiting for an answer. */
  readonly workers?: number;
  /** Whether to be elected among replicas. Default true. */
  readonly electLeader?: boolean;
  /** Where metrics are gathered. Default: a registry of its own. */
  readonly registry?: Registry;
  /** Health, readiness and metrics; not served where it is left out. */
  readonly healthPort?: number;
  /** How long a watch may trust what it holds before it lists again, in milliseconds. Default 30 minutes. */
  readonly relistMs?: number;
}

/**
 * Runs the operator until `stop` is aborted, then ends in good order. Throws LeadershipLost where another replica took
 * over, and the API server's refusal where the key of the hashes cannot be had.
 */
export async function runOperator(options: OperatorOptions, stop: AbortSignal): Promise<void> {
  const { clock, randomness, log, registry = new Registry() } = options;
  const metrics = kubeMetrics(registry, () => clock.monotonic());
  const transport = metrics.observed(options.kube, 'kubernetes');
  const client = kubeClient(transport, { fieldManager: component });
  const hashKey = await ensureInstallKey(client, options.ownNamespace, options, stop);
  const watches = new SharedWatches({
    client,
    clock,
    randomness,
    log,
    metrics: metrics.reflector,
    ...(options.relistMs === undefined ? {} : { relistMs: options.relistMs }),
  });
  const views = createViews(watches, options.governed);
  const events = new Events({ client, clock, log, component, instance: options.identity });
  const { healthPort } = options;
  const manager = new Manager({
    clock,
    log,
    watches,
    background: [(signal) => events.run(signal)],
    ...(options.electLeader === false ? {} : { election: election(options, client, metrics) }),
    ...(healthPort === undefined
      ? {}
      : { serveHealth: (checks: ManagerChecks) => serveHealth({ ...checks, registry }, healthPort) }),
    lead: (leadership) => controllers(options, { views, metrics, events, hashKey, transport, leadership }),
  });
  await manager.run(stop);
}

function election(
  options: OperatorOptions,
  client: ReturnType<typeof kubeClient>,
  metrics: KubeMetrics,
): LeaseElection {
  const { clock, randomness, log, ownNamespace, identity } = options;
  return new LeaseElection({
    client,
    clock,
    randomness,
    log,
    namespace: ownNamespace,
    name: leaseName,
    identity,
    onChange: (leads) => metrics.leading(leaseName, leads),
  });
}

interface Parts {
  readonly views: Views;
  readonly metrics: KubeMetrics;
  readonly events: Events;
  readonly hashKey: SecretValue;
  readonly transport: Transport;
  readonly leadership: Leadership;
}

/** Made only once this process leads; whatever they write is held back when it no longer does. */
function controllers(options: OperatorOptions, parts: Parts) {
  const { clock, randomness, log, mode, workers = 8 } = options;
  const { views, metrics, events, hashKey, leadership } = parts;
  const kube = kubeClient(fencedTransport(parts.transport, leadership), { fieldManager: component });
  const record = {
    record: (about: Parameters<Events['record']>[0], type: 'Normal' | 'Warning', reason: string, message: string) =>
      events.record(about, { type, reason, message }),
  };
  const engine = { kube, clock, randomness, log, hashKey, mode, events: record };
  const context: ControllerContext = {
    views,
    clock,
    randomness,
    log,
    metrics,
    workers,
    organizations: createOrganizationEngine(
      {
        ...engine,
        lists: listsFrom(views),
        // Rights to named namespaces are given in those namespaces, and end with them.
        holdTokens: options.governed === undefined,
        transportFor: (connection) =>
          fencedTransport(metrics.observed(options.transportFor(connection), hostOf(connection.apiUrl)), leadership),
      },
      options.handlers,
    ),
    dataPlanes: createDataPlaneEngine({ ...engine, probe: options.probe }),
  };
  const { secretStore: store } = options;
  const planesOf = (secret: ObjectKey) => planesMadeFrom(views, secret);
  return [
    ...(store === undefined
      ? []
      : [secretSourcesController(context, createSourcesEngine({ ...engine, store, planesOf }))]),
    organizationsController(context),
    projectController(context),
    aiProviderController(context),
    environmentVariableController(context),
    dataPlaneController(context),
  ];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'invalid';
}
