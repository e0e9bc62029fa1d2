import { isPlainObject } from '../../runtime/canonical-json.ts';
import type { RestCall } from '../rest.ts';
import { askEach, callLimit, type AuditEvent, type Trail } from './trail.ts';

/**
 * Azure's activity log: 90 days of changes through the Resource Manager, in every subscription. Needs
 * `Microsoft.Insights/eventtypes/values/read`. One object a call.
 */
export function azureTrail({ subscription, call }: { readonly subscription: string; readonly call: RestCall }): Trail {
  return (subjects, since, signal) => {
    let calls = 0;
    return askEach(
      subjects,
      async ({ names }) => {
        const uri = names.find((name) => name.startsWith('/subscriptions/'));
        if (uri === undefined) return [];
        if (calls >= callLimit) return undefined;
        calls += 1;
        const answer = await call({ method: 'GET', url: urlFor(subscription, uri, since) }, signal);
        const { value } = isPlainObject(answer) ? answer : {};
        return Array.isArray(value) ? value.flatMap(eventIn) : [];
      },
      signal,
    );
  };
}

function urlFor(subscription: string, resource: string, since: number): string {
  const url = new URL(
    `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`,
  );
  url.searchParams.set('api-version', '2015-04-01');
  url.searchParams.set(
    '$filter',
    `eventTimestamp ge '${new Date(since).toISOString()}' and resourceUri eq '${resource.replaceAll("'", "''")}'`,
  );
  return url.href;
}

/** A row of the log as a change: each operation has one when it starts, which is not counted, and one when it ends. */
function eventIn(row: unknown): readonly AuditEvent[] {
  if (!isPlainObject(row)) return [];
  const { eventTimestamp, caller, operationName, status } = row;
  const operation = valueOf(operationName) ?? 'a change';
  const ended = ['Succeeded', 'Accepted'].includes(valueOf(status) ?? '');
  if (typeof eventTimestamp !== 'string' || !ended || /\/(read|list\w*\/action)$/i.test(operation)) return [];
  const principal = typeof caller === 'string' && caller !== '' ? caller : 'somebody without a name';
  return [{ at: eventTimestamp, principal, event: operation }];
}

function valueOf(named: unknown): string | undefined {
  return isPlainObject(named) && typeof named['value'] === 'string' ? named['value'] : undefined;
}
