import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listByApi } from '../../src/cli/engine/list-by-api.ts';
import type { RestCalls } from '../../src/clouds/rest-calls.ts';
import type { StateResource } from '../../stacks/engine/state.ts';

const place = { account: 'acme-project', region: 'us-east-1' };
const signal = new AbortController().signal;
const resource = (inputs: Readonly<Record<string, unknown>>): StateResource => ({ urn: 'urn', type: 'type', inputs });

/** Answers in turn, and remembers what it was asked. */
function calling(...answers: readonly unknown[]): { readonly urls: readonly URL[]; readonly calls: RestCalls } {
  const urls: URL[] = [];
  const call = () =>
    Promise.resolve(({ url }: { readonly url: string }) => {
      urls.push(new URL(url));
      return Promise.resolve(answers[urls.length - 1]);
    });
  return { urls, calls: { google: call, azure: call } };
}

describe("a list of the cloud's own", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    vi.unstubAllEnvs();
  });

  it('of alert policies is read to its last page, by the name as the filter quotes it', async () => {
    const { urls, calls } = calling(
      { alertPolicies: [{ name: 'projects/p/alertPolicies/1' }], nextPageToken: 'next' },
      { alertPolicies: [{ name: 'projects/p/alertPolicies/2' }, {}] },
    );
    const ids = await listByApi(place, calls)('google-alert-policies', resource({ displayName: 'a "b"' }), signal);
    expect(ids).toEqual(['projects/p/alertPolicies/1', 'projects/p/alertPolicies/2']);
    expect(urls.map(({ pathname }) => pathname)).toEqual(Array(2).fill('/v3/projects/acme-project/alertPolicies'));
    expect(urls[0]?.searchParams.get('filter')).toBe('display_name="a \\"b\\""');
    expect(urls[1]?.searchParams.get('pageToken')).toBe('next');
  });

  it('of object replications is that of one account', async () => {
    const { urls, calls } = calling({ value: [{ id: '/subscriptions/1/x/objectReplicationPolicies/2' }] });
    const inputs = { resourceGroupName: 'group', accountName: 'copies' };
    const ids = await listByApi(place, calls)('azure-object-replication', resource(inputs), signal);
    expect(ids).toEqual(['/subscriptions/1/x/objectReplicationPolicies/2']);
    expect(urls[0]?.pathname).toBe(
      '/subscriptions/acme-project/resourceGroups/group/providers/Microsoft.Storage/storageAccounts/copies/objectReplicationPolicies',
    );
  });

  it('of backup selections is that of one plan, as the provider imports them', async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ BackupSelectionsList: [{ SelectionId: 'one' }, { SelectionName: 'without id' }] }));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('AWS_ENDPOINT_URL_BACKUP', `http://127.0.0.1:${port}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'canary-key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-secret');
    const list = listByApi(place, calling().calls);
    expect(await list('aws-backup-selections', resource({ planId: 'plan-1' }), signal)).toEqual(['plan-1|one']);
    expect(paths.map((path) => path.split('?')[0])).toEqual(['/backup/plans/plan-1/selections']);
  });

  it.each([
    ['aws-backup-selections', {}, 'planId is not known'],
    ['azure-object-replication', { resourceGroupName: 'group' }, 'accountName is not known'],
    ['google-alert-policies', {}, 'displayName is not known'],
  ] as const)('is not asked for where it is not known of what: %s', async (list, inputs, reason) => {
    await expect(listByApi(place, calling({}).calls)(list, resource(inputs), signal)).rejects.toThrow(reason);
  });
});
