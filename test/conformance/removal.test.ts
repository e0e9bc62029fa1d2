import { beforeAll, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, requests } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

describeOnBackend('what an applier leaves out', (backend) => {
  const { apply } = requests(backend.transport);

  beforeAll(() => defineWidgets(backend));

  it('goes, where it was the only owner', async () => {
    const path = `${widgetsPath(await backend.newNamespace('removal'))}/w`;
    await apply(path, widget('w', { labels: { a: '1' }, parts: [{ name: 'x' }], steps: ['one'], size: 2 }));
    const { status, body } = await apply(path, widget('w', { size: 2 }));
    expect(status).toBe(200);
    expect(at(body, 'spec')).toEqual({ size: 2, policy: { mode: 'Full' } });
  });

  it('must not be emptied instead, where it is a map: that is a 422', async () => {
    const path = `${widgetsPath(await backend.newNamespace('removal'))}/w`;
    await apply(path, widget('w', { labels: { a: '1' }, size: 2 }));
    const map = await apply(path, widget('w', { labels: {}, size: 2 }));
    expect(map.status).toBe(422);
    expect(map.text).toContain('spec.labels in body must be of type object');
  });

  it('may be emptied, where it is a list', async () => {
    const path = `${widgetsPath(await backend.newNamespace('removal'))}/w`;
    await apply(path, widget('w', { parts: [{ name: 'x' }], steps: ['one'], size: 2 }));
    expect((await apply(path, widget('w', { parts: [], steps: [], size: 2 }))).status).toBe(200);
  });

  it('takes the defaults in it along', async () => {
    const namespace = await backend.newNamespace('removal');
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/d`;
    const deployment = (container: object): object => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: {
        selector: { matchLabels: { app: 'd' } },
        template: {
          metadata: { labels: { app: 'd' } },
          spec: { containers: [{ name: 'c', image: 'i', ...container }] },
        },
      },
    });
    await apply(path, deployment({ readinessProbe: { httpGet: { path: '/', port: 80 } } }));
    const { status, body } = await apply(path, deployment({}));
    expect(status).toBe(200);
    expect(at(body, 'spec', 'template', 'spec', 'containers', 0, 'readinessProbe')).toBeUndefined();
  });
});
