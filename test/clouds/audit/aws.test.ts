import { afterEach, describe, expect, it, vi } from 'vitest';
import { awsTrail } from '../../../src/clouds/audit/aws.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { answering, type Answer } from './loopback.ts';

const signal = new AbortController().signal;
const since = Date.parse('2026-11-01T00:00:00Z');

function event(name: string, at: number, arn: string, more: object = {}): object {
  const record = { eventVersion: '1.09', userIdentity: { type: 'AssumedRole', principalId: 'AROA:x', arn }, ...more };
  return {
    EventId: `${name}-${at}`,
    EventName: name,
    ReadOnly: 'false',
    EventTime: at,
    Username: 'x',
    CloudTrailEvent: JSON.stringify(record),
  };
}

describe("CloudTrail, through AWS' own client", () => {
  const open: (() => Promise<unknown>)[] = [];
  const slept: number[] = [];
  const clock = { ...systemClock, sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };

  async function trail(...answers: readonly Answer[]) {
    const server = await answering(...answers);
    open.push(server.close);
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDTRAIL', server.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    return { server, ask: awsTrail({ region: 'eu-central-1', clock }) };
  }
  afterEach(async () => {
    vi.unstubAllEnvs();
    slept.length = 0;
    for (const close of open.splice(0)) await close();
  });

  it('tells the latest change, and neither what only read nor what was refused', async () => {
    const mallory = 'arn:aws:sts::123456789012:assumed-role/admin/mallory';
    const { server, ask } = await trail({
      body: {
        Events: [
          { ...event('GetBucketTagging', 1793600500, mallory), ReadOnly: 'true' },
          event('DeleteBucket', 1793600400, mallory, { errorCode: 'AccessDenied' }),
          event('PutBucketTagging', 1793600300, mallory),
          event('CreateBucket', 1793600000, 'arn:aws:iam::123456789012:user/deployer'),
        ],
      },
    });
    const told = await ask([{ key: 'urn', names: ['prod-data'] }], since, signal);
    expect(told.get('urn')).toEqual({
      events: [
        { at: new Date(1793600300_000).toISOString(), principal: mallory, event: 'PutBucketTagging' },
        expect.objectContaining({ event: 'CreateBucket' }),
      ],
    });
    expect(server.asked).toMatchObject([
      {
        target: expect.stringContaining('LookupEvents') as string,
        body: {
          LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'prod-data' }],
          StartTime: since / 1000,
        },
      },
    ]);
  });

  it('asks by the next name where the first is not known, and waits between calls', async () => {
    const { server, ask } = await trail({ body: { Events: [] } });
    const told = await ask([{ key: 'urn', names: ['prod-role', 'arn:aws:iam::1:role/prod-role'] }], since, signal);
    expect(told.get('urn')).toEqual({ events: [] });
    expect(
      server.asked.map(({ body }) => (body['LookupAttributes'] as { AttributeValue: string }[])[0]?.AttributeValue),
    ).toEqual(['prod-role', 'arn:aws:iam::1:role/prod-role']);
    expect(slept).toEqual([500]);
  });

  it('goes through pages that only tell of reads, and no further than needed', async () => {
    const read = { ...event('GetBucketAcl', 1793600500, 'a'), ReadOnly: 'true' };
    const { server, ask } = await trail(
      { body: { Events: [read], NextToken: 'n' } },
      { body: { Events: [event('PutBucketAcl', 1793600400, 'b')], NextToken: 'm' } },
    );
    const told = await ask([{ key: 'urn', names: ['prod-data'] }], since, signal);
    expect(told.get('urn')).toMatchObject({ events: [{ principal: 'b' }] });
    expect(server.asked[1]?.body['NextToken']).toBe('n');
    expect(server.asked).toHaveLength(2);
  });

  it('asks once where it may not ask, and says so of every object', async () => {
    const { server, ask } = await trail({
      status: 400,
      body: { __type: 'AccessDeniedException', message: 'not authorized to perform: cloudtrail:LookupEvents' },
    });
    const told = await ask(
      [
        { key: 'a', names: ['a'] },
        { key: 'b', names: ['b'] },
      ],
      since,
      signal,
    );
    const unknown = 'the audit log may not be read: AccessDeniedException';
    expect([...told.values()]).toEqual([{ unknown }, { unknown }]);
    expect(server.asked).toHaveLength(1);
  });

  it('asks forty times at most', async () => {
    const { server, ask } = await trail({ body: { Events: [] } });
    const many = Array.from({ length: 60 }, (_, index) => ({ key: String(index), names: [`bucket-${index}`] }));
    const told = await ask(many, since, signal);
    expect(server.asked).toHaveLength(40);
    expect(told.get('59')).toEqual({ unknown: 'the audit log is asked 40 times at most' });
  });
});
