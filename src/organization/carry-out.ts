import { backoffDelay } from '../runtime/backoff.ts';
import { canonicalJson } from '../runtime/canonical-json.ts';
import { rfc3339 } from '../runtime/clock.ts';
import { BraintrustError } from '../braintrust/braintrust-error.ts';
import { reasonOf } from '../braintrust/observation.ts';
import { KubeError } from '../kube/kube-error.ts';
import { confirmDeletions } from './brakes.ts';
import type { Change } from './change.ts';
import type { EngineState } from './engine-state.ts';
import { tellOfChange, warn } from './events.ts';
import type { Acted, Decision } from './handler.ts';
import { nameOf, type OrganizationResource } from './kinds.ts';
import type { Organization } from '../api/index.ts';
import { attemptAt, writeStatus, type AnyStatus, type Attempt, type Failures, type StatusPatch } from './status.ts';
import { sentences, verdictOf, type Verdict } from './verdict.ts';

const soonBackoff = { first: 1_000, cap: 300_000 };
/** A refusal that only a change can help is tried again this seldom. Milliseconds. */
const slowRetryMs = 600_000;

export interface Work<R extends OrganizationResource> {
  readonly engine: EngineState;
  readonly resource: R;
  /** Whose brakes count. */
  readonly organization: Organization;
  /** Resources of that organization. */
  managed(): number;
  readonly decision: Decision;
  act(change: Change, done: StatusPatch, signal: AbortSignal): Promise<Acted>;
  doubt(): void;
}

export interface Carried<R> {
  /** As it is after what was written ahead. */
  readonly resource: R;
  readonly changes: readonly Change[];
  readonly patch: StatusPatch;
  readonly verdict: Verdict;
  readonly contradicted: boolean;
  readonly attempt: Attempt | 'cleared' | undefined;
  readonly failures: Failures | 'cleared' | undefined;
}

/** Milliseconds for which the last failure still stands; 0 where the changes may be tried. */
export function heldFor({ engine, resource, decision }: Work<OrganizationResource>): number {
  const status: AnyStatus = resource.status ?? {};
  if (status.failures === undefined || decision.changes.length === 0) return 0;
  // A new declaration, or a decision that differs from the refused one, is not held back.
  if (status.observedGeneration !== resource.metadata.generation) return 0;
  const refused = engine.refused.get(resource.metadata.uid ?? '');
  if (refused !== undefined && refused !== canonicalJson(decision.changes)) return 0;
  return Math.max(0, Date.parse(status.failures.nextAttemptAt) - engine.options.clock.now());
}

/**
 * Makes the decided changes one by one and stops at the first that does not succeed. What was accepted before that is
 * kept. An attempt is written to status before a call that cannot be repeated blindly.
 */
export async function carryOut<R extends OrganizationResource>(
  work: Work<R>,
  signal: AbortSignal,
): Promise<Carried<R>> {
  const { engine, decision } = work;
  let { resource } = work;
  let patch: StatusPatch = decision.status;
  let attempt: Attempt | 'cleared' | undefined = settlesAttempt(decision.verdict) ? 'cleared' : undefined;
  const changes: Change[] = [];
  const end = (rest: Partial<Carried<R>>): Carried<R> => ({
    resource,
    changes,
    patch,
    verdict: decision.verdict,
    contradicted: false,
    attempt,
    failures: 'cleared',
    ...rest,
  });
  for (const change of decision.changes) {
    const halted = brake(work, change);
    if (halted !== undefined) return end({ verdict: halted, failures: undefined });
    if (change.attempt === true) {
      attempt = attemptAt(change.operation, change.name, engine.options.clock.now());
      resource = await writeAhead(engine, resource, { attempt, ...wayBack(change) }, signal);
    }
    try {
      const acted = await work.act(change, patch, signal);
      patch = { ...patch, ...acted.status };
      if (acted.contradicted === true) return end({ contradicted: true, failures: undefined });
      changes.push(change);
      if (acted.verdict !== undefined) return end({ verdict: acted.verdict, attempt: 'cleared' });
      attempt = 'cleared';
      tellOfChange(engine, resource, change);
    } catch (error) {
      if (!(error instanceof BraintrustError || error instanceof KubeError)) throw error;
      const verdict = verdictOfError(error);
      if (error instanceof BraintrustError && error.withheld) return end({ verdict, failures: undefined });
      work.doubt();
      engine.refused.set(resource.metadata.uid ?? '', canonicalJson(decision.changes));
      return end({
        verdict,
        failures: failuresAfter(work, verdict),
        attempt: isAmbiguous(error) ? attempt : 'cleared',
      });
    }
  }
  engine.refused.delete(resource.metadata.uid ?? '');
  return end({});
}

/** Whatever the attempt came to shows in a decision that saw the object, or refused it. */
function settlesAttempt(verdict: Verdict): boolean {
  return verdict.state === 'ready' || verdict.reason === 'AdoptionRefused';
}

function brake<R extends OrganizationResource>(work: Work<R>, change: Change): Verdict | undefined {
  if (change.destructive !== true) return undefined;
  const { engine, resource, organization } = work;
  const uid = organization.metadata.uid ?? '';
  const known = engine.brakes.halted(uid).length;
  const what = `${resource.kind} ${nameOf(resource)}: ${change.operation} ${JSON.stringify(change.name)}`;
  const asked = engine.brakes.ask(uid, what, work.managed(), organization.metadata.annotations?.[confirmDeletions]);
  if (asked.state === 'free') return undefined;
  const message = `More than ${asked.limit} deletions within ten minutes: ${what} is halted. If they are meant, set the annotation ${confirmDeletions} of Organization ${nameOf(organization)} to an RFC 3339 time at most one hour ahead.`;
  const halted = engine.brakes.halted(uid);
  if (halted.length > known) {
    warn(engine, organization, { reason: 'BrakesOn', message: sentences(`Halted: ${halted.join('; ')}`, message) });
  }
  return { state: 'stalled', reason: 'BrakesOn', message, afterMs: 60_000 };
}

async function writeAhead<R extends OrganizationResource>(
  engine: EngineState,
  resource: R,
  ahead: Pick<AnyStatus, 'attempt' | 'previousApiUrl'>,
  signal: AbortSignal,
): Promise<R> {
  return writeStatus(engine, resource, { ...resource.status, ...ahead }, signal);
}

/** What undoing the change will need, should this process not live to see its end. */
function wayBack(change: Change): Pick<AnyStatus, 'previousApiUrl'> {
  return change.operation === 'organization.move_api_url' ? { previousApiUrl: change.from } : {};
}

function verdictOfError(error: BraintrustError | KubeError): Verdict {
  if (error instanceof BraintrustError) return verdictOf(reasonOf(error));
  const { code, message, next } = error;
  const retry = error.retry === 'soon' ? 'soon' : 'afterChange';
  return verdictOf({
    code,
    message,
    next,
    retry,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });
}

/** Whether the call may have been carried out although it failed. */
function isAmbiguous(error: BraintrustError | KubeError): boolean {
  if (error instanceof KubeError) return false;
  const { code } = error;
  return code === 'BraintrustUnreachable' || code === 'BraintrustServerError' || code === 'BraintrustUnexpectedAnswer';
}

function failuresAfter({ engine, resource }: Work<OrganizationResource>, verdict: Verdict): Failures {
  const { clock, randomness } = engine.options;
  const status: AnyStatus = resource.status ?? {};
  const same = status.observedGeneration === resource.metadata.generation;
  const count = Math.min(1_000_000, (same ? (status.failures?.count ?? 0) : 0) + 1);
  const asked = 'afterMs' in verdict ? (verdict.afterMs ?? 0) : 0;
  const pause = verdict.state === 'stalled' ? slowRetryMs : backoffDelay(soonBackoff, count, randomness);
  // Up to the next whole second, because the status knows no smaller ones.
  return { count, nextAttemptAt: rfc3339(clock.now() + Math.max(asked, pause) + 999) };
}
