import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { kubeMetrics } from '../../src/kube/metrics.ts';
import { TransportError } from '../../src/runtime/transport.ts';
import { answerJson } from './support/fake-transport.ts';
import { configMaps, never } from './support/types.ts';

describe('metrics', () => {
  it('bear the names that dashboards for controller-runtime look for', async () => {
    const registry = new Registry();
    const metrics = kubeMetrics(registry, () => 0);
    const controller = metrics.controller('widget', 2);
    controller.started();
    controller.ended('error', 1500);
    const queue = metrics.queue('widget');
    queue.added();
    queue.depth(3);
    queue.waited(20);
    queue.worked(30);
    queue.retried();
    metrics.leading('operator', true);
    metrics.reflector.listed(configMaps, 5);
    const text = await registry.metrics();
    for (const line of [
      'controller_runtime_reconcile_total{controller="widget",result="error"} 1',
      'controller_runtime_reconcile_total{controller="widget",result="success"} 0',
      'controller_runtime_reconcile_errors_total{controller="widget"} 1',
      'controller_runtime_reconcile_time_seconds_sum{controller="widget"} 1.5',
      'controller_runtime_max_concurrent_reconciles{controller="widget"} 2',
      'controller_runtime_active_workers{controller="widget"} 0',
      'workqueue_depth{name="widget",controller="widget"} 3',
      'workqueue_adds_total{name="widget",controller="widget"} 1',
      'workqueue_retries_total{name="widget",controller="widget"} 1',
      'workqueue_queue_duration_seconds_sum{name="widget",controller="widget"} 0.02',
      'workqueue_work_duration_seconds_sum{name="widget",controller="widget"} 0.03',
      'leader_election_master_status{name="operator"} 1',
      'reflector_lists_total{name="configmaps"} 1',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('count requests by status, and those without an answer', async () => {
    const registry = new Registry();
    let fail = false as boolean;
    const observed = kubeMetrics(registry, () => 0).observed(() => {
      if (fail) return Promise.reject(new TransportError('reset', 'reset'));
      return Promise.resolve(answerJson({}, 404));
    }, 'api:443');
    await observed({ method: 'GET', path: '/' }, never);
    fail = true;
    await expect(observed({ method: 'PATCH', path: '/' }, never)).rejects.toThrow('reset');
    const text = await registry.metrics();
    expect(text).toContain('rest_client_requests_total{code="404",method="GET",host="api:443"} 1');
    expect(text).toContain('rest_client_requests_total{code="<error>",method="PATCH",host="api:443"} 1');
  });

  it('of two operators in one process do not meet', () => {
    kubeMetrics(new Registry(), () => 0);
    expect(() => kubeMetrics(new Registry(), () => 0)).not.toThrow();
  });
});
