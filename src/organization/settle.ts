import type { EngineState } from './engine-state.ts';
import type { Report } from './conditions.ts';
import { warn } from './events.ts';
import type { OrganizationResource } from './kinds.ts';
import { nextStatus, writeStatus, type AnyStatus, type Attempt, type Failures, type StatusPatch } from './status.ts';
import type { Verdict } from './verdict.ts';

export interface Settlement {
  readonly verdict: Verdict;
  readonly drift?: Report['drift'];
  readonly corrected?: readonly string[];
  readonly patch?: StatusPatch;
  /** Left out: as it was. */
  readonly attempt?: Attempt | 'cleared';
  /** Left out: as it was. */
  readonly failures?: Failures | 'cleared';
}

/** Ends a pass: writes the status where it differs, and warns once when a resource stops getting on. */
export async function settle<R extends OrganizationResource>(
  engine: EngineState,
  resource: R,
  settlement: Settlement,
  signal: AbortSignal,
): Promise<R> {
  const { clock } = engine.options;
  const { verdict, drift = [], corrected = [], patch = {}, attempt, failures } = settlement;
  const before: AnyStatus = resource.status ?? {};
  const status = nextStatus(
    resource,
    {
      report: { verdict, drift, corrected },
      patch,
      attempt: attempt === 'cleared' ? undefined : (attempt ?? before.attempt),
      failures: failures === 'cleared' ? undefined : (failures ?? before.failures),
    },
    clock.now(),
  );
  const stood = before.conditions?.find(({ type }) => type === 'Stalled');
  if (verdict.state === 'stalled' && !(stood?.status === 'True' && stood.message === verdict.message)) {
    warn(engine, resource, verdict);
  }
  return writeStatus(engine, resource, status, signal);
}
