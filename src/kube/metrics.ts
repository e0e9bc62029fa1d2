import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Transport } from '../runtime/transport.ts';
import type { ControllerMetrics } from './controller.ts';
import type { ReflectorMetrics } from './reflector-metrics.ts';
import type { QueueMetrics } from './work-queue.ts';

/** Bucket bounds in seconds, as controller-runtime has them, so that its dashboards fit. */
const reconcileBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
const queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];
const requestBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

export interface KubeMetrics {
  controller(name: string, workers: number): ControllerMetrics;
  queue(name: string): QueueMetrics;
  readonly reflector: ReflectorMetrics;
  /** Counts the requests of a transport to an API server. */
  observed(transport: Transport, host: string): Transport;
  leading(lease: string, leads: boolean): void;
}

/**
 * The metrics of this folder, in a registry that is passed in. Names, labels and buckets are those of controller-runtime
 * and client-go.
 *
 * @param monotonic milliseconds, to time requests by.
 */
export function kubeMetrics(registry: Registry, monotonic: () => number): KubeMetrics {
  const registers = [registry];
  return {
    ...controllerMetrics(registers),
    ...queueMetrics(registers),
    reflector: reflectorMetrics(registers),
    observed: requestMetrics(registers, monotonic),
    leading: leadershipMetric(registers),
  };
}

function controllerMetrics(registers: Registry[]): Pick<KubeMetrics, 'controller'> {
  const labelNames = ['controller'] as const;
  const name = (suffix: string): string => `controller_runtime_${suffix}`;
  const total = new Counter({
    name: name('reconcile_total'),
    help: 'Total number of reconciliations per controller',
    labelNames: ['controller', 'result'],
    registers,
  });
  const errors = new Counter({
    name: name('reconcile_errors_total'),
    help: 'Total number of reconciliation errors per controller',
    labelNames,
    registers,
  });
  const panics = new Counter({
    name: name('reconcile_panics_total'),
    help: 'Total number of reconciliations that threw what is a mistake in code',
    labelNames,
    registers,
  });
  const seconds = new Histogram({
    name: name('reconcile_time_seconds'),
    help: 'Length of time per reconciliation per controller',
    labelNames,
    buckets: reconcileBuckets,
    registers,
  });
  const most = new Gauge({
    name: name('max_concurrent_reconciles'),
    help: 'Maximum number of concurrent reconciles per controller',
    labelNames,
    registers,
  });
  const active = new Gauge({
    name: name('active_workers'),
    help: 'Number of currently used workers per controller',
    labelNames,
    registers,
  });
  const hot = new Counter({
    name: 'controller_hot_loops_total',
    help: 'How often a key had to rest because it kept coming back at once',
    labelNames,
    registers,
  });
  return {
    controller: (controller, workers) => {
      most.set({ controller }, workers);
      active.set({ controller }, 0);
      for (const result of ['success', 'requeue_after', 'error']) total.inc({ controller, result }, 0);
      errors.inc({ controller }, 0);
      return {
        started: () => active.inc({ controller }),
        ended: (result, ms) => {
          active.dec({ controller });
          total.inc({ controller, result });
          if (result === 'error') errors.inc({ controller });
          seconds.observe({ controller }, ms / 1000);
        },
        panicked: () => panics.inc({ controller }),
        hotLoop: () => hot.inc({ controller }),
      };
    },
  };
}

function queueMetrics(registers: Registry[]): Pick<KubeMetrics, 'queue'> {
  const labelNames = ['name', 'controller'] as const;
  const common = { labelNames, registers };
  const depth = new Gauge({ name: 'workqueue_depth', help: 'Current depth of workqueue', ...common });
  const adds = new Counter({ name: 'workqueue_adds_total', help: 'Total number of adds', ...common });
  const retries = new Counter({ name: 'workqueue_retries_total', help: 'Total number of retries', ...common });
  const waited = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long in seconds an item stays in workqueue before being requested',
    buckets: queueBuckets,
    ...common,
  });
  const worked = new Histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'How long in seconds processing an item from workqueue takes',
    buckets: queueBuckets,
    ...common,
  });
  return {
    queue: (name) => {
      const labels = { name, controller: name };
      return {
        added: () => adds.inc(labels),
        depth: (items) => depth.set(labels, items),
        waited: (ms) => waited.observe(labels, ms / 1000),
        worked: (ms) => worked.observe(labels, ms / 1000),
        retried: () => retries.inc(labels),
      };
    },
  };
}

function reflectorMetrics(registers: Registry[]): ReflectorMetrics {
  const common = { labelNames: ['name'] as const, registers };
  const lists = new Counter({ name: 'reflector_lists_total', help: 'Total number of API lists done', ...common });
  const items = new Gauge({ name: 'reflector_items_per_list', help: 'Items that the last list held', ...common });
  const watches = new Counter({
    name: 'reflector_watches_total',
    help: 'Total number of API watches begun',
    ...common,
  });
  const stale = new Counter({
    name: 'reflector_stale_events_total',
    help: 'Events that were older than what was known',
    ...common,
  });
  const failures = new Counter({
    name: 'reflector_failures_total',
    help: 'Lists and watches that were interrupted, by error code',
    labelNames: ['name', 'code'],
    registers,
  });
  return {
    listed: ({ plural }, count) => {
      lists.inc({ name: plural });
      items.set({ name: plural }, count);
    },
    watched: ({ plural }) => watches.inc({ name: plural }),
    failed: ({ plural }, code) => failures.inc({ name: plural, code }),
    stale: ({ plural }) => stale.inc({ name: plural }),
  };
}

function requestMetrics(registers: Registry[], monotonic: () => number): KubeMetrics['observed'] {
  const total = new Counter({
    name: 'rest_client_requests_total',
    help: 'Number of HTTP requests, partitioned by status code, method, and host',
    labelNames: ['code', 'method', 'host'],
    registers,
  });
  const seconds = new Histogram({
    name: 'rest_client_request_duration_seconds',
    help: 'Request latency in seconds, by verb and host',
    labelNames: ['verb', 'host'],
    buckets: requestBuckets,
    registers,
  });
  return (transport, host) => async (request, signal) => {
    const startedAt = monotonic();
    const { method } = request;
    try {
      const response = await transport(request, signal);
      total.inc({ code: String(response.status), method, host });
      return response;
    } catch (error) {
      total.inc({ code: '<error>', method, host });
      throw error;
    } finally {
      // The time of a watch is that until it opened.
      seconds.observe({ verb: method, host }, (monotonic() - startedAt) / 1000);
    }
  };
}

function leadershipMetric(registers: Registry[]): KubeMetrics['leading'] {
  const status = new Gauge({
    name: 'leader_election_master_status',
    help: 'Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master',
    labelNames: ['name'],
    registers,
  });
  return (name, leads) => status.set({ name }, leads ? 1 : 0);
}
