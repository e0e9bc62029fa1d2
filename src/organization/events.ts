import type { Change } from './change.ts';
import type { EngineState } from './engine-state.ts';
import type { OrganizationResource } from './kinds.ts';
import type { Finding } from './verdict.ts';

/** One change as a person reads it: what, to what, why. Never a value. */
export function sentenceOfChange(change: Change): string {
  const fields = change.fields === undefined || change.fields.length === 0 ? '' : ` (${change.fields.join(', ')})`;
  return `${change.operation} ${JSON.stringify(change.name)}${fields}: ${change.reason}`;
}

/**
 * Says what was changed: in the log, and of something that was there before in an Event. That it was made is told by the
 * condition: an Event of each creation would be a third write for every resource, and say nothing more.
 */
export function tellOfChange({ options }: EngineState, resource: OrganizationResource, change: Change): void {
  const { kind, metadata } = resource;
  const { operation, reason } = change;
  options.log.info(
    { kind, namespace: metadata.namespace, name: metadata.name, operation, reason },
    sentenceOfChange(change),
  );
  if (reason === 'Missing') return;
  options.events.record(resource, 'Normal', reason, sentenceOfChange(change));
}

export function warn({ options }: EngineState, resource: OrganizationResource, { reason, message }: Finding): void {
  options.events.record(resource, 'Warning', reason, message);
}
