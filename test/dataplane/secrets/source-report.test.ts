import { describe, expect, it } from 'vitest';
import { sourceReportAnnotation, sourceReportIn } from '../../../src/dataplane/secrets/source-report.ts';
import { readPlaneSecrets, type KubeSecret } from '../../../src/dataplane/secrets/read.ts';
import { present } from '../../../src/dataplane/observation.ts';
import { condition, running } from '../support/running.ts';
import { planeSpec } from '../support/planes.ts';

const source = 'planewright.dev/source-license';

async function license(annotations: Readonly<Record<string, string>>, value?: string) {
  const encoded = value === undefined ? {} : { license: Buffer.from(value).toString('base64') };
  const secret: KubeSecret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'plane', annotations },
    data: { postgres: '', redis: '', function: '', ...encoded },
  };
  const readings = await readPlaneSecrets('plane', planeSpec(), () => Promise.resolve(present(secret)));
  return readings.find(({ key }) => key === 'BRAINSTORE_LICENSE_KEY');
}
const report = (state: string) =>
  JSON.stringify({ license: { state, secret: 'projects/a/secrets/b', message: 'It is so.' } });

describe('a value that a store should fill', () => {
  it('is unknown, not absent, until the store was read', async () => {
    expect((await license({ [source]: '{}' }))?.value.state).toBe('unknown');
    expect((await license({ [source]: '{}', [sourceReportAnnotation]: report('unreachable') }))?.value).toEqual({
      state: 'unknown',
      reason: 'It is so',
    });
  });

  it('is absent, for the reason that the store gave', async () => {
    const reading = await license({ [source]: '{}', [sourceReportAnnotation]: report('denied') });
    expect(reading).toMatchObject({
      value: { state: 'provenAbsent' },
      trouble: { state: 'denied', message: 'It is so.' },
    });
  });

  it('counts as it is while its source is in trouble', async () => {
    const reading = await license({ [source]: '{}', [sourceReportAnnotation]: report('absent') }, 'key');
    expect(reading).toMatchObject({ value: { state: 'present' }, trouble: { state: 'absent' } });
  });

  it.each(['', '[]', '{"license":1}', 'no JSON'])('is not confused by a report that nobody of us wrote: %j', (text) => {
    expect(sourceReportIn({ [sourceReportAnnotation]: text })).toEqual({});
  });
});

describe('a plane that runs with values that the store does not confirm', () => {
  const behind = (state: 'denied' | 'unreachable', key: string) =>
    ({ place: `Secret plane, key ${key}`, trouble: { state, message: `${state}.` } }) as const;

  it('stays Ready, and names each of them under the worst reason', () => {
    const world = running();
    const { secrets } = world.observed();
    if (secrets.state !== 'composed') throw new Error('the world composes its secrets');
    world.secretsState = { ...secrets, behind: [behind('unreachable', 'redis'), behind('denied', 'license')] };
    world.settle();
    expect(condition(world, 'Ready')?.status).toBe('True');
    expect(condition(world, 'Synced')).toMatchObject({
      status: 'False',
      reason: 'SecretSourceDenied',
      message:
        'Secret plane, key redis keeps its last value: unreachable. Secret plane, key license keeps its last value: denied.',
    });
    world.secretsState = { ...secrets, behind: [behind('unreachable', 'redis')] };
    world.settle();
    expect(condition(world, 'Synced')).toMatchObject({ status: 'Unknown', reason: 'SecretSourceUnreachable' });
    world.secretsState = undefined;
    world.settle();
    expect(condition(world, 'Synced')).toMatchObject({ status: 'True', reason: 'Applied' });
  });
});
