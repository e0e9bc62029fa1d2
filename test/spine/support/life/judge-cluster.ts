import { auditEvents, type AuditEvent } from '../../../support/control-plane/audit-log.ts';
import type { Passed } from './front-door.ts';

const isWrite = ({ method, target }: Passed): boolean => method !== 'GET' && !target.includes('dryRun=All');

/** What the commands wrote into clusters since a place in the log of the front door. */
export function commandWrites(passed: readonly Passed[], from = 0): readonly string[] {
  return passed
    .slice(from)
    .filter(isWrite)
    .map(({ method, target, cluster, status }) => `${method} ${target.split('?')[0]} in cluster ${cluster}: ${status}`);
}

/**
 * Objects that were created a second time in one cluster, by the API server's own log: somebody had deleted what was wanted.
 * What a person deleted is left out, and the Deployment that migrates a database, which lives for one rollout.
 */
export async function madeAgain(auditLog: string): Promise<readonly string[]> {
  const made = new Set<string>();
  const again: string[] = [];
  for (const { verb, objectRef, responseStatus, userAgent } of await auditEvents(auditLog, isDone)) {
    const key = `${objectRef?.resource} ${objectRef?.namespace ?? ''}/${objectRef?.name ?? ''}`;
    const isCreated = responseStatus?.code === 201 && objectRef?.subresource === undefined;
    if (isCreated && made.has(key)) again.push(key);
    if (isCreated) made.add(key);
    if (verb === 'delete' && userAgent?.startsWith('kubectl') === true) made.delete(key);
  }
  return again.filter((key) => !key.endsWith('-migration'));
}

/** A dry run writes nothing; pods, what stands for a moment and what Kubernetes makes of a Service come and go. */
function isDone({ requestURI, objectRef, responseStatus }: AuditEvent): boolean {
  const asked = ['tokenreviews', 'subjectaccessreviews'];
  const passing = [...asked, 'pods', 'events', 'replicasets', 'leases', 'endpoints', 'endpointslices'];
  return (
    !requestURI.includes('dryRun=All') &&
    objectRef?.name !== undefined &&
    !passing.includes(objectRef.resource) &&
    (responseStatus?.code ?? 0) < 300
  );
}

/** Deployments of the operator that were ever created in a cluster. */
export async function operatorsIn(auditLog: string): Promise<readonly string[]> {
  const events = await auditEvents(
    auditLog,
    ({ objectRef, responseStatus, requestURI }) =>
      objectRef?.resource === 'deployments' &&
      objectRef.subresource === undefined &&
      objectRef.name === 'planewright-operator' &&
      responseStatus?.code === 201 &&
      !requestURI.includes('dryRun=All'),
  );
  return events.map(({ objectRef }) => `${objectRef?.namespace}/${objectRef?.name}`);
}
