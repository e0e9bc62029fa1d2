import type { Told } from '../../clouds/audit/trail.ts';
import type { Span } from '../../../stacks/engine/history.ts';
import { ownersOf } from '../../kube/field-owner.ts';
import type { ManagedFieldsEntry } from '../../kube/managed-fields.ts';
import type { Who } from './report.ts';

/** Logs round to seconds, and a cloud writes down a moment after it was asked. */
const marginMs = 2_000;

/** The latest change that was not made in a run of our own. */
export function whoOf(told: Told | undefined, own: readonly Span[]): Who {
  if (told === undefined) return { known: false, reason: 'the audit log was not asked' };
  if ('unknown' in told) return { known: false, reason: told.unknown };
  const foreign = told.events.find(({ at }) => {
    const time = Date.parse(at);
    return !own.some(({ from, to }) => time >= from - marginMs && time <= to + marginMs);
  });
  if (foreign !== undefined) return { known: true, ...foreign };
  return {
    known: false,
    reason:
      told.events.length === 0
        ? 'the audit log tells of no change since the last update; it may be minutes behind'
        : 'the audit log tells only of our own updates',
  };
}

/** Managers whose fields are as Planewright set them. */
const ours = /^planewright(-|$)/;

/** Whoever last set one of the fields, by the record that the API server keeps in the object. */
export function whoSet(managed: readonly ManagedFieldsEntry[], fields: readonly string[]): Who {
  const [latest] = fields
    .flatMap((field) => ownersOf(managed, field))
    .filter(({ manager }) => !ours.test(manager))
    .toSorted((a, b) => Date.parse(b.at ?? '') - Date.parse(a.at ?? ''));
  if (latest === undefined) {
    return { known: false, reason: 'nobody owns the field any more: it was taken out, or never set' };
  }
  const { manager, operation, at } = latest;
  return { known: true, principal: manager, event: operation, ...(at !== undefined && { at }) };
}

/** Whether Planewright itself set the field as it is now. */
export function isOurs(managed: readonly ManagedFieldsEntry[], field: string): boolean {
  const owners = ownersOf(managed, field);
  return owners.length > 0 && owners.every(({ manager }) => ours.test(manager));
}
