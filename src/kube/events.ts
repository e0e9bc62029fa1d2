import { createHash } from 'node:crypto';
import type { Clock } from '../runtime/clock.ts';
import { rfc3339 } from '../runtime/clock.ts';
import { sentenceOf } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { redact } from '../runtime/redaction.ts';
import type { KubeClient } from './client.ts';
import { EventBudget } from './event-budget.ts';
import { isKubeError } from './kube-error.ts';
import type { KubeObject, ObjectKey, ResourceType } from './objects.ts';

/** Core Events: `kubectl describe` reads them, and the API server shows them under events.k8s.io as well. */
const events: ResourceType = { group: '', version: 'v1', plural: 'events', kind: 'Event', namespaced: true };

export interface KubeEvent {
  readonly type: 'Normal' | 'Warning';
  /** One CamelCase word from a fixed list. */
  readonly reason: string;
  readonly message: string;
}

/** Says something of an object. Never throws and never waits: an event is news, not a record. */
interface EventRecorder {
  record(regarding: KubeObject, event: KubeEvent): void;
}

export interface EventRecorderOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Whose events these are: the operator's name. */
  readonly component: string;
  /** Which of its processes. */
  readonly instance: string;
  /** Where events of cluster-scoped objects go. Default `default`, as everybody does. */
  readonly clusterNamespace?: string;
}

interface Series {
  readonly key: Required<ObjectKey>;
  readonly at: number;
  count: number;
  /** Occurrences that are not written yet. */
  pending: boolean;
  writtenAt: number;
}

interface Task {
  readonly series: Series;
  readonly event: KubeEvent;
  readonly regarding: KubeObject;
}

/** The same event within this time is the same series, in milliseconds. */
const seriesMs = 10 * 60_000;
/** A series is written again at most this often, in milliseconds. */
const rewriteMs = 60_000;
/** So many events wait for an API server that is slow; later ones are dropped. */
const maxWaiting = 1000;
/** The API server refuses a longer message, in characters. */
const messageLimit = 1024;

/**
 * Writes Events, the same one once with a count. Of one object no more than {@link EventBudget} allows; the rest is
 * dropped, for the conditions say it all.
 */
export class Events implements EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #budget: EventBudget;
  #series = new Map<string, Series>();
  #waiting: Task[] = [];
  #wake: () => void = () => undefined;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#budget = new EventBudget(options.clock);
  }

  record(regarding: KubeObject, event: KubeEvent): void {
    const now = this.#options.clock.monotonic();
    this.#sweep(now);
    const { uid = '', namespace = this.#options.clusterNamespace ?? 'default', name } = regarding.metadata;
    const message = redact(event.message).slice(0, messageLimit);
    const identity = [uid, event.type, event.reason, message].join('\n');
    let series = this.#series.get(identity);
    if (series === undefined) {
      if (!this.#budget.take(uid === '' ? `${namespace}/${name}` : uid)) return;
      const hash = createHash('sha256')
        .update(`${identity}\n${this.#options.instance}\n${now}`)
        .digest('hex')
        .slice(0, 16);
      series = { key: { namespace, name: `${name}.${hash}` }, at: now, count: 0, pending: false, writtenAt: -Infinity };
      this.#series.set(identity, series);
    }
    series.count += 1;
    if (series.pending || now - series.writtenAt < rewriteMs || this.#waiting.length >= maxWaiting) return;
    series.pending = true;
    this.#waiting.push({ series, event: { ...event, message }, regarding });
    this.#wake();
  }

  /** Writes what was recorded, until the signal is aborted. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const wake = (): void => this.#wake();
    signal.addEventListener('abort', wake, { once: true });
    while (!signal.aborted) {
      const task = this.#waiting.shift();
      if (task === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else await this.#write(task, signal);
    }
    signal.removeEventListener('abort', wake);
  }

  async #write({ series, event, regarding }: Task, signal: AbortSignal): Promise<void> {
    const { client, clock, log } = this.#options;
    series.pending = false;
    const again = series.writtenAt !== -Infinity;
    series.writtenAt = clock.monotonic();
    try {
      if (again && (await this.#count(series, signal))) return;
      await client.create(events, this.#eventOf(series, event, regarding), signal);
    } catch (error) {
      // Among others: nothing can be created in a namespace that is going away. A right that is missing stays so.
      const level = isKubeError(error, 'KubeForbidden') ? 'warn' : 'debug';
      log[level]({ error: sentenceOf(error), reason: event.reason }, 'an event could not be written');
    }
  }

  /** Writes the new count; false where the event is gone (it lives for an hour by default). */
  async #count({ key, count }: Series, signal: AbortSignal): Promise<boolean> {
    const { client, clock } = this.#options;
    try {
      await client.jsonPatch(
        events,
        key,
        [
          { op: 'replace', path: '/count', value: count },
          { op: 'replace', path: '/lastTimestamp', value: rfc3339(clock.now()) },
        ],
        signal,
      );
      return true;
    } catch (error) {
      if (isKubeError(error, 'KubeNotFound')) return false;
      throw error;
    }
  }

  #eventOf({ key, count }: Series, event: KubeEvent, regarding: KubeObject): KubeObject {
    const { clock, component, instance } = this.#options;
    const { apiVersion, kind, metadata } = regarding;
    const { name, namespace, uid, resourceVersion } = metadata;
    const now = rfc3339(clock.now());
    const body = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: key,
      involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion },
      ...event,
      source: { component },
      reportingComponent: component,
      reportingInstance: instance,
      firstTimestamp: now,
      lastTimestamp: now,
      count,
    };
    return body;
  }

  #sweep(now: number): void {
    // In order of their making: the first that is young ends it.
    for (const [identity, series] of this.#series) {
      if (now - series.at < seriesMs) return;
      this.#series.delete(identity);
    }
  }
}
