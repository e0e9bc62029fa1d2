import { rights } from '../../../src/install/rights.ts';
import { auditEvents, resourceOf, verbsOf, type AuditEvent } from '../../support/control-plane/audit-log.ts';
import { operatorNamespace, operatorUser } from '../support/installation.ts';
import type { SingleRight } from './single-rights.ts';

/** One request of the operator, as RBAC saw it and as the API server answered it. */
export interface AskedRight extends SingleRight {
  readonly namespace: string;
  /** HTTP status of the answer. */
  readonly code: number;
  /** When the API server received it: a watch that began before ends much later. */
  readonly at: string;
}

/** What the operator asked the API server for since then; other worlds' namespaces left out. */
export async function askedRights(
  auditLogPath: string,
  governed: readonly string[],
  since: string,
): Promise<readonly AskedRight[]> {
  const here = ['', operatorNamespace, ...governed];
  const events = await auditEvents(
    auditLogPath,
    ({ user, requestReceivedTimestamp, objectRef }) =>
      user.username === operatorUser && requestReceivedTimestamp > since && here.includes(objectRef?.namespace ?? ''),
  );
  return events.flatMap(askedIn);
}

/** What it was refused for lack of a right. A namespace that is going away refuses, too, but not for that. */
export async function refusals(
  auditLogPath: string,
  governed: readonly string[],
  since: string,
): Promise<readonly AskedRight[]> {
  return (await askedRights(auditLogPath, governed, since)).filter(({ code }) => code === 403);
}

function askedIn(event: AuditEvent): readonly AskedRight[] {
  const { objectRef, responseStatus, requestReceivedTimestamp } = event;
  const { namespace = '', name } = objectRef ?? {};
  const { group, resource } = resourceOf(event);
  return verbsOf(event).map((verb) => ({
    scope: scopeOf(group, resource, namespace),
    group,
    resource,
    verb,
    namespace,
    code: responseStatus?.code ?? 0,
    at: requestReceivedTimestamp,
    ...(name !== undefined && { name }),
  }));
}

/** By which of an installation's roles a request is allowed: the widest that knows the resource. */
function scopeOf(group: string, resource: string, namespace: string): SingleRight['scope'] {
  const clusterWide = rights.some(
    (right) => right.scope === 'cluster' && right.group === group && right.resources.includes(resource),
  );
  if (clusterWide || namespace === '') return 'cluster';
  return namespace === operatorNamespace ? 'own' : 'governed';
}
