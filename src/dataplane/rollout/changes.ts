import type { PlaneKind, PlaneObject } from '../workloads/kinds.ts';
import type { Part } from '../workloads/render.ts';
import type { Difference } from './difference.ts';

type ApplyReason =
  /** It is not there. */
  | 'Absent'
  /** The declaration, the version or a secret changed. */
  | 'Changed'
  /** Somebody else changed it. */
  | 'Drifted';

/** One thing to do. Carries no secret value: the Secret is composed when the change is carried out. */
export type Change =
  | { readonly action: 'makeFunctionSecretKey'; readonly secret: string; readonly reason: 'NeverReady' }
  | {
      readonly action: 'applySecret';
      readonly name: string;
      /** What was decided on; a Secret that hashes otherwise by then is decided on anew. */
      readonly hash: string;
      readonly reason: 'Absent' | 'Changed';
    }
  | {
      readonly action: 'apply';
      readonly part: Part;
      readonly object: PlaneObject;
      readonly reason: ApplyReason;
      readonly differences: readonly Difference[];
    }
  | {
      readonly action: 'delete';
      readonly kind: PlaneKind;
      readonly name: string;
      /** Only this incarnation. */
      readonly uid: string;
      readonly reason: 'MigrationDone' | 'NoLongerDeclared';
    };

/** A change as a clause: what is done, to what, and why. */
export function describeChange(change: Change): string {
  switch (change.action) {
    case 'makeFunctionSecretKey':
      return `make the function secret key in Secret ${change.secret} (none was given, and the plane is new)`;
    case 'applySecret':
      return `${change.reason === 'Absent' ? 'create' : 'update'} Secret ${change.name}`;
    case 'apply':
      return describeApply(change);
    case 'delete':
      return `delete ${change.kind} ${change.name} (${change.reason === 'MigrationDone' ? 'the migration is done' : 'no longer declared'})`;
  }
}

function describeApply({ object, reason, differences }: Change & { action: 'apply' }): string {
  const what = `${object.kind} ${object.metadata.name}`;
  switch (reason) {
    case 'Absent':
      return `create ${what}`;
    case 'Changed':
      return `update ${what}${fields(differences)}`;
    case 'Drifted':
      return `set ${what} back${fields(differences)}`;
  }
}

function fields(differences: readonly Difference[]): string {
  if (differences.length === 0) return '';
  const shown = differences.slice(0, 3).map(({ field, desired, observed }) => {
    if (desired === undefined) return field;
    return `${field}: ${observed ?? '(absent)'} → ${desired}`;
  });
  const more = differences.length > 3 ? `, and ${differences.length - 3} more` : '';
  return ` (${shown.join(', ')}${more})`;
}
