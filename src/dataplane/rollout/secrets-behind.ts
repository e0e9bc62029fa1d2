import type { ConditionState } from '../../kube/conditions.ts';
import type { ObservedPlane } from './observed.ts';

const sourceReasons = {
  denied: 'SecretSourceDenied',
  absent: 'SecretSourceAbsent',
  malformed: 'SecretSourceMalformed',
  unreachable: 'SecretSourceUnreachable',
} as const;

/** The plane runs, with values that the cloud's store does not confirm any more. */
export function secretsBehind({ secrets }: ObservedPlane): ConditionState | undefined {
  const behind = secrets.state === 'composed' ? (secrets.behind ?? []) : [];
  // What needs a person comes before what may pass by itself.
  const worst = Object.entries(sourceReasons).find(([state]) => behind.some(({ trouble }) => trouble.state === state));
  if (worst === undefined) return undefined;
  const [state, reason] = worst;
  return {
    type: 'Synced',
    status: state === 'unreachable' ? 'Unknown' : 'False',
    reason,
    message: behind.map(({ place, trouble }) => `${place} keeps its last value: ${trouble.message}`).join(' '),
  };
}
