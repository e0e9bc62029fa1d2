import { describe, expect, it } from 'vitest';
import { dependenciesOf } from '../../src/dataplane/dependencies.ts';
import { key, planeCluster } from './support/cluster.ts';
import { planeSpec } from './support/planes.ts';

const never = new AbortController().signal;

describe('what a plane depends on', () => {
  it('is every object that a pass reads besides its own', async () => {
    const changes = {
      organizations: undefined,
      organizationRef: { name: 'acme' },
      secrets: {
        postgresUrl: { name: 'database', key: 'url' },
        redisUrl: { name: 'cache', key: 'url' },
        licenseKey: { name: 'plane', key: 'license' },
      },
      api: {
        customCa: { name: 'ca', key: 'bundle' },
        extraEnv: [{ name: 'SENTRY_DSN', secretRef: { name: 'sentry', key: 'dsn' } }],
      },
    };
    const cluster = await planeCluster(changes);
    await cluster.clock.run(cluster.engine().reconcile(key, never));
    const read = (plural: string) =>
      new Set(
        cluster.sent
          .filter(({ method, path }) => method === 'GET' && path.includes(`/${plural}/`))
          .map(({ path }) => path.split('/').at(-1)),
      );
    const expected = dependenciesOf('plane', 'acme', planeSpec(changes));
    // The composed Secret is looked at only once there is something to compare it with.
    expect(new Set([...read('secrets'), 'braintrust-secrets'])).toEqual(new Set(expected.secrets));
    expect(read('configmaps')).toEqual(new Set(expected.configMaps));
    expect(read('organizations')).toEqual(new Set(expected.organizations));
  });
});
