import type { Event } from '@aws-sdk/client-cloudtrail';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import type { Clock } from '../../runtime/clock.ts';
import { awsSettings } from '../aws.ts';
import { askEach, callLimit, type AuditEvent, type Trail } from './trail.ts';

/** CloudTrail answers two look-ups a second, and no more. Source: LookupEvents, API reference. */
const pauseMs = 500;
const pages = 3;

/**
 * CloudTrail's event history: 90 days of management events, in every account, free of charge, needs
 * `cloudtrail:LookupEvents`. One attribute a look-up: each name of an object in turn, until one is known.
 */
export function awsTrail({ region, clock }: { readonly region: string; readonly clock: Clock }): Trail {
  return async (subjects, since, signal) => {
    const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
    const clients = new Map<string, InstanceType<typeof CloudTrailClient>>();
    const clientOf = (where: string): InstanceType<typeof CloudTrailClient> => {
      const client = clients.get(where) ?? new CloudTrailClient(awsSettings(where));
      clients.set(where, client);
      return client;
    };
    let calls = 0;
    const lookUp = async (name: string, where: string): Promise<readonly AuditEvent[]> => {
      const found: AuditEvent[] = [];
      let next: string | undefined;
      for (let page = 1; page <= pages && calls < callLimit; page += 1) {
        if (calls > 0) await clock.sleep(pauseMs, signal);
        calls += 1;
        const command = new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: name }],
          StartTime: new Date(since),
          MaxResults: 50,
          ...(next !== undefined && { NextToken: next }),
        });
        const { Events = [], NextToken } = await clientOf(where).send(command, { abortSignal: signal });
        found.push(...Events.flatMap(changeIn));
        // The answer comes newest first: a later page holds nothing that is newer.
        if (found.length > 0 || NextToken === undefined) break;
        next = NextToken;
      }
      return found;
    };
    try {
      return await askEach(
        subjects,
        async ({ names, region: where = region }) => {
          if (calls >= callLimit) return undefined;
          for (const name of names) {
            const found = await lookUp(name, where);
            if (found.length > 0) return found;
          }
          return [];
        },
        signal,
      );
    } finally {
      for (const client of clients.values()) client.destroy();
    }
  };
}

/** The change that an event tells of; none for what only read, and for what was refused. */
function changeIn({ ReadOnly, EventTime, EventName, Username, CloudTrailEvent }: Event): readonly AuditEvent[] {
  const record = parsed(CloudTrailEvent);
  if (ReadOnly === 'true' || EventTime === undefined || record['errorCode'] !== undefined) return [];
  const identity = isPlainObject(record['userIdentity']) ? record['userIdentity'] : {};
  const candidates = [identity['arn'], Username, identity['userName'], identity['invokedBy'], identity['principalId']];
  const principal = candidates.find((one) => typeof one === 'string' && one !== '');
  return [
    {
      at: EventTime.toISOString(),
      principal: typeof principal === 'string' ? principal : 'somebody without a name',
      event: EventName ?? 'a change',
    },
  ];
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return isPlainObject(value) ? value : {};
  } catch {
    return {}; // Who and when stand beside it, too.
  }
}
