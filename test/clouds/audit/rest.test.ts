import { afterEach, describe, expect, it } from 'vitest';
import { azureTrail } from '../../../src/clouds/audit/azure.ts';
import { filterFor, googleTrail, isAbout } from '../../../src/clouds/audit/google.ts';
import { realNetwork, restCall, type RestCall } from '../../../src/clouds/rest.ts';
import { answering, type Answer } from './loopback.ts';

const signal = new AbortController().signal;
const since = Date.parse('2026-11-01T00:00:00Z');
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Calls what stands in for a cloud, at whatever address the cloud itself would have. */
async function called(...answers: readonly Answer[]) {
  const server = await answering(...answers);
  open.push(server.close);
  const call = restCall(() => Promise.resolve('token-canary'), realNetwork({}));
  const here: RestCall = (request, at) =>
    call({ ...request, url: request.url.replace(/^https:\/\/[^/]+/, server.url) }, at);
  return { server, call: here };
}

describe("Google's admin activity log", () => {
  const entry = (resourceName: string, methodName: string, timestamp: string, more: object = {}): object => ({
    timestamp,
    protoPayload: { resourceName, methodName, authenticationInfo: { principalEmail: 'mallory@example.com' }, ...more },
  });

  it('tells of many objects in one call, each of its own', async () => {
    const { server, call } = await called({
      body: {
        entries: [
          entry('projects/_/buckets/prod-data', 'storage.buckets.delete', '2026-11-03T00:00:00Z', {
            status: { code: 7 },
          }),
          entry('projects/_/buckets/prod-data', 'storage.buckets.update', '2026-11-02T00:00:00Z'),
          entry('projects/p/global/networks/prod', 'v1.compute.networks.patch', '2026-11-02T01:00:00Z'),
        ],
      },
    });
    const ask = googleTrail({ project: 'p', call });
    const subjects = [
      { key: 'bucket', names: ['prod-data'] },
      { key: 'network', names: ['prod', 'projects/p/global/networks/prod'] },
      { key: 'subnet', names: ['projects/p/regions/r/subnetworks/prod'] },
    ];
    const told = await ask(subjects, since, signal);
    const mallory = { principal: 'mallory@example.com' };
    expect(told.get('bucket')).toMatchObject({ events: [{ ...mallory, event: 'storage.buckets.update' }] });
    expect(told.get('network')).toMatchObject({ events: [{ ...mallory, event: 'v1.compute.networks.patch' }] });
    expect(told.get('subnet')).toEqual({ events: [] });
    expect(server.asked).toMatchObject([
      { path: '/v2/entries:list', body: { resourceNames: ['projects/p'], orderBy: 'timestamp desc' } },
    ]);
  });

  it('asks for changes since then by the ends of names, whatever is in a name', () => {
    const filter = filterFor('p', [{ key: 'k', names: ['projects/p/x/a.b'] }], since);
    expect(filter).toBe(
      'logName="projects/p/logs/cloudaudit.googleapis.com%2Factivity" AND timestamp>="2026-11-01T00:00:00.000Z" AND ' +
        '(protoPayload.resourceName=~"(^|/)a[.]b$")',
    );
  });

  it.each([
    ['projects/_/buckets/b', ['b'], true],
    ['projects/_/buckets/bb', ['b'], false],
    ['projects/1/secrets/s', ['projects/p/secrets/s'], true],
    ['projects/p/regions/r/subnetworks/n', ['projects/p/global/networks/n'], false],
  ])('%s is about %s: %s', (logged, names, expected) => {
    expect(isAbout(logged, { names })).toBe(expected);
  });

  it('says why it cannot tell', async () => {
    const body = { error: { code: 403, status: 'PERMISSION_DENIED', message: 'logging.logEntries.list denied' } };
    const { call } = await called({ status: 403, body });
    const told = await googleTrail({ project: 'p', call })([{ key: 'k', names: ['n'] }], since, signal);
    expect(told.get('k')).toEqual({ unknown: 'the audit log may not be read: PERMISSION_DENIED' });
  });
});

describe("Azure's activity log", () => {
  const vault = '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v';
  const row = (operation: string, status: string, eventTimestamp: string): object => ({
    eventTimestamp,
    caller: 'mallory@example.com',
    operationName: { value: operation },
    status: { value: status },
  });

  it('tells what was carried out, the latest first, and nothing that only listed', async () => {
    const { server, call } = await called({
      body: {
        value: [
          row('Microsoft.KeyVault/vaults/write', 'Succeeded', '2026-11-02T00:00:00Z'),
          row('Microsoft.KeyVault/vaults/write', 'Started', '2026-11-05T00:00:00Z'),
          row('Microsoft.KeyVault/vaults/delete', 'Failed', '2026-11-06T00:00:00Z'),
          row('Microsoft.Storage/storageAccounts/listKeys/action', 'Succeeded', '2026-11-07T00:00:00Z'),
          row('Microsoft.KeyVault/vaults/tags/write', 'Succeeded', '2026-11-03T00:00:00Z'),
        ],
      },
    });
    const told = await azureTrail({ subscription: 's', call })([{ key: 'k', names: ['v', vault] }], since, signal);
    expect(told.get('k')).toMatchObject({
      events: [
        { at: '2026-11-03T00:00:00Z', principal: 'mallory@example.com', event: 'Microsoft.KeyVault/vaults/tags/write' },
        { event: 'Microsoft.KeyVault/vaults/write' },
      ],
    });
    const url = new URL(server.asked[0]?.path ?? '', 'https://x');
    expect(url.pathname).toBe('/subscriptions/s/providers/Microsoft.Insights/eventtypes/management/values');
    expect(url.searchParams.get('$filter')).toBe(
      `eventTimestamp ge '2026-11-01T00:00:00.000Z' and resourceUri eq '${vault}'`,
    );
  });

  it('asks once where it may not ask', async () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'does not have authorization' } };
    const { server, call } = await called({ status: 403, body });
    const subjects = ['a', 'b'].map((key) => ({ key, names: [`${vault}${key}`] }));
    const told = await azureTrail({ subscription: 's', call })(subjects, since, signal);
    expect([...told.values()]).toEqual(
      Array.from({ length: 2 }, () => ({ unknown: 'the audit log may not be read: AuthorizationFailed' })),
    );
    expect(server.asked).toHaveLength(1);
  });
});
