import { abortScope, withDeadline, type AbortScope } from '../runtime/abort.ts';
import type { Clock } from '../runtime/clock.ts';
import { PlanewrightError, sentenceOf } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Randomness } from '../runtime/randomness.ts';
import type { KubeClient } from './client.ts';
import { isKubeError } from './kube-error.ts';
import { leases, microTime, type Lease, type LeaseSpec } from './lease-object.ts';

export interface LeaseOptions {
  /** Must not itself be fenced by this lease. */
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly namespace: string;
  readonly name: string;
  /** Different for each process, also for two that follow each other on one host. */
  readonly identity: string;
  /** How long others wait after the last renewal that they saw. Default 15 s, as in client-go. */
  readonly durationMs?: number;
  /** How long the holder itself believes in its last renewal. Default 10 s; less than `durationMs`. */
  readonly renewMs?: number;
  /** Between two tries. Default 2 s; `renewMs` must be more than 1.2 times as long. */
  readonly retryMs?: number;
  /** Told when leadership begins and ends. */
  readonly onChange?: (leading: boolean) => void;
}

/** The right to write, while it lasts. */
export interface Leadership {
  /** Aborted with LeadershipLost when another may lead, and when the lease is released. */
  readonly signal: AbortSignal;
  /** Whether others still wait for us, by our own monotonic clock: true also of a process whose timers come late. */
  isHeld(): boolean;
}

interface Observed {
  readonly lease: Lease;
  /** When we saw this version first, by our own clock. The times in the lease are another's and are never compared. */
  readonly at: number;
}

/**
 * Leader election by a `coordination.k8s.io` Lease, as client-go does it: one holder, which renews; others wait for the
 * whole duration after the last change that they saw themselves, so that clocks need not agree. The holder stops before
 * they may start: its own patience is shorter, and counts from before it asked, not from the answer.
 */
export class LeaseElection {
  readonly #options: Required<Omit<LeaseOptions, 'onChange'>> & Pick<LeaseOptions, 'onChange'>;
  #observed: Observed | undefined;
  #renewedAt: number | undefined;
  #scope: AbortScope | undefined;
  #renewing: Promise<void> = Promise.resolve();

  /** Throws where the times contradict each other: then two could lead at once. */
  constructor(options: LeaseOptions) {
    const { durationMs = 15_000, renewMs = 10_000, retryMs = 2_000 } = options;
    if (!(durationMs > renewMs && renewMs > 1.2 * retryMs && retryMs > 0)) {
      throw new Error('a lease needs durationMs > renewMs > 1.2 × retryMs > 0');
    }
    this.#options = { ...options, durationMs, renewMs, retryMs };
  }

  /** Waits until this process leads; `signal` ends the wait. From then on the lease is renewed until it is lost or released. */
  async acquire(signal: AbortSignal): Promise<Leadership> {
    const { clock, log, identity } = this.#options;
    while (!(await this.#try(signal))) await clock.sleep(this.#pause(), signal);
    const scope = abortScope();
    this.#scope = scope;
    log.info({ identity }, 'this process leads');
    this.#options.onChange?.(true);
    this.#renewing = this.#renew(scope);
    return { signal: scope.signal, isHeld: () => !scope.signal.aborted && this.#leftMs() > 0 };
  }

  /** Gives the lease up, so that the next need not wait. Call it when nothing writes any more. Never throws. */
  async release(): Promise<void> {
    const { clock, log, identity } = this.#options;
    if (this.#scope === undefined) return;
    this.#scope.abort(new Error('the lease is given up'));
    await this.#renewing;
    const held = this.#observed?.lease;
    if (held?.spec?.holderIdentity !== identity) return;
    try {
      // client-go's way: an empty holder, and a duration that nobody has to wait for.
      await withDeadline(clock, this.#options.retryMs, 'giving up the lease', new AbortController().signal, (signal) =>
        this.#patch(held, { ...held.spec, holderIdentity: '', leaseDurationSeconds: 1 }, signal),
      );
    } catch (error) {
      log.info({ error: sentenceOf(error) }, 'the lease could not be given up; the next has to wait for its end');
    }
  }

  /** How long our last renewal still counts. */
  #leftMs(): number {
    return this.#renewedAt === undefined
      ? 0
      : this.#renewedAt + this.#options.renewMs - this.#options.clock.monotonic();
  }

  async #renew(scope: AbortScope): Promise<void> {
    const { clock, log, identity, retryMs, onChange } = this.#options;
    try {
      while (this.#leftMs() > 0) {
        await clock.sleep(Math.min(retryMs, this.#leftMs()), scope.signal);
        // After a standstill of the process another may have led already: work that began before must not go on.
        if (this.#leftMs() <= 0) break;
        await this.#try(scope.signal);
        const holder = this.#observed?.lease.spec?.holderIdentity ?? '';
        if (holder !== identity && holder !== '') break;
      }
      const holder = this.#observed?.lease.spec?.holderIdentity ?? '';
      const why = holder === identity || holder === '' ? 'the lease could not be renewed in time' : `${holder} leads`;
      scope.abort(new PlanewrightError('LeadershipLost', `This process no longer leads: ${why}.`));
      log.error({ identity, why }, 'leadership is lost');
    } catch {
      // Only the sleep throws, when the lease is given up.
    } finally {
      onChange?.(false);
    }
  }

  /** One look, and one write where we may. Whether we lead now. Throws only the reason of `signal`. */
  async #try(signal: AbortSignal): Promise<boolean> {
    const { clock, log, renewMs } = this.#options;
    // Before the first question: the answers may be late, and others count from the moment of the write.
    const askedAt = clock.monotonic();
    try {
      const leads = await withDeadline(clock, Math.max(1, renewMs / 2), 'renewing the lease', signal, (inner) =>
        this.#lookAndWrite(inner),
      );
      if (leads) this.#renewedAt = askedAt;
      return leads;
    } catch (error) {
      signal.throwIfAborted();
      const level = isKubeError(error, 'KubeForbidden') ? 'warn' : 'info';
      log[level]({ error: sentenceOf(error) }, 'the lease could not be read or written');
      return false;
    }
  }

  async #lookAndWrite(signal: AbortSignal): Promise<boolean> {
    const { client, clock, identity, namespace, name } = this.#options;
    const found = await client.get<Lease>(leases, { namespace, name }, signal);
    if (found === undefined) return this.#create(signal);
    if (this.#observed?.lease.metadata.resourceVersion !== found.metadata.resourceVersion) {
      this.#observed = { lease: found, at: clock.monotonic() };
    }
    const { holderIdentity: holder = '', leaseTransitions = 0, acquireTime } = found.spec ?? {};
    const ours = holder === identity;
    if (!ours && holder !== '' && !this.#hasRunOut(found)) return false;
    const now = microTime(clock.now());
    const spec: LeaseSpec = {
      ...found.spec,
      ...this.#holding(now),
      acquireTime: ours ? (acquireTime ?? now) : now,
      leaseTransitions: ours ? leaseTransitions : leaseTransitions + 1,
    };
    try {
      await this.#patch(found, spec, signal);
      return true;
    } catch (error) {
      // Another was faster; the next look tells who.
      if (isKubeError(error, 'KubeConflict', 'KubeNotFound')) return false;
      throw error;
    }
  }

  async #create(signal: AbortSignal): Promise<boolean> {
    const { client, clock, namespace, name } = this.#options;
    const now = microTime(clock.now());
    const lease: Lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { namespace, name },
      spec: { ...this.#holding(now), acquireTime: now, leaseTransitions: 0 },
    };
    try {
      this.#observed = { lease: await client.create(leases, lease, signal), at: clock.monotonic() };
      return true;
    } catch (error) {
      if (isKubeError(error, 'KubeAlreadyExists')) return false;
      throw error;
    }
  }

  #holding(now: string): LeaseSpec {
    const { identity, durationMs } = this.#options;
    return { holderIdentity: identity, leaseDurationSeconds: Math.ceil(durationMs / 1000), renewTime: now };
  }

  /** Whether another's lease stood unchanged before our own eyes for as long as its holder asked for. */
  #hasRunOut(lease: Lease): boolean {
    const { clock, durationMs } = this.#options;
    const asked = (lease.spec?.leaseDurationSeconds ?? 0) * 1000;
    const wait = asked > 0 ? asked : durationMs;
    return this.#observed !== undefined && clock.monotonic() - this.#observed.at >= wait;
  }

  async #patch(seen: Lease, spec: LeaseSpec, signal: AbortSignal): Promise<void> {
    const { client, clock, namespace, name } = this.#options;
    const lease = await client.jsonPatch<Lease>(
      leases,
      { namespace, name },
      [
        { op: 'test', path: '/metadata/resourceVersion', value: seen.metadata.resourceVersion },
        { op: 'add', path: '/spec', value: spec },
      ],
      signal,
    );
    this.#observed = { lease, at: clock.monotonic() };
  }

  #pause(): number {
    const { retryMs, randomness } = this.#options;
    return retryMs * (1 + 0.2 * randomness.fraction());
  }
}
