import type { DataPlane } from '../../api/index.ts';
import { sourceTexts } from '../../api/secret-source.ts';
import type { StoredSecretReference } from '../../clouds/secret-stores/reference.ts';
import type { SecretStore, StoredReading } from '../../clouds/secret-stores/store.ts';
import { secretKeys, type SecretKeyContract } from '../../dataplane/contract/secret.ts';
import { hashOf } from '../../dataplane/secrets/compose.ts';
import { formatProblem } from '../../dataplane/secrets/formats.ts';
import { valuesIn, type KubeSecret } from '../../dataplane/secrets/read.ts';
import { sourceReportAnnotation, sourceReportIn } from '../../dataplane/secrets/source-report.ts';
import { secretType } from '../../dataplane/workloads/kinds.ts';
import type { KubeClient } from '../../kube/client.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import type { ObjectKey } from '../../kube/objects.ts';
import { DeadlineExceeded, withDeadline } from '../../runtime/abort.ts';
import { backoffDelay } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { sentenceOf } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Randomness } from '../../runtime/randomness.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import { decide, reportText, type News, type ObservedKey, type SourceDecision, type Wanted } from './decide.ts';
import { parseSource, partsOf, type Declared } from './parse.ts';
import { refill, valueOf } from './value.ts';

export interface SourcesOptions {
  readonly kube: KubeClient;
  readonly store: SecretStore;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  /** Made once per installation: the key of every secret's hash. */
  readonly hashKey: SecretValue;
  /** `observe` reads and logs what it would fill. */
  readonly mode: 'act' | 'observe';
  readonly events: { record(about: DataPlane, type: News['type'], reason: string, message: string): void };
  /** The planes that are made from a Secret and may be changed. */
  readonly planesOf: (secret: ObjectKey) => readonly DataPlane[];
}

export interface SourcesEngine {
  /** One pass over one Secret. Throws where the API server could not be reached or asks to try again. */
  reconcile(
    key: ObjectKey,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: 'done' | { readonly requeueAfterMs: number } }>;
}

/** Whose the keys are that stores fill: not the manager of whoever applies the Secret without them. */
const fieldManager = 'planewright-sources';

/**
 * Milliseconds between looks at the stores, less a fifth by chance, so that planes do not ask all at once. `settled`: a
 * rotated value is in use within so much. `waiting`: a person may be about to put a value in.
 */
const every = { settled: 300_000, waiting: 60_000 } as const;
/** Milliseconds for one read, with what the store's client tries again by itself. */
const readMs = 20_000;

export function createSourcesEngine(options: SourcesOptions): SourcesEngine {
  return { reconcile: (key, signal) => reconcile(options, key, signal) };
}

async function reconcile(options: SourcesOptions, key: ObjectKey, signal: AbortSignal) {
  const planes = options.planesOf(key);
  // Only what a plane is made from: whoever may write a Secret somewhere must not get to read the stores by it.
  if (planes.length === 0) return { outcome: 'done' } as const;
  try {
    const secret = await options.kube.get<KubeSecret>(secretType, key, signal);
    const declared = declaredIn(secret, key);
    if (secret === undefined || declared.size === 0) return { outcome: 'done' } as const;
    const { decision, values } = await look(options, secret, declared, signal);
    await carryOut(options, secret, decision, values, signal);
    tell(options, key, planes, decision.news);
    return again(options, decision.next);
  } catch (error) {
    if (!isKubeError(error) || error.retry === 'soon') throw error;
    tell(options, key, planes, [
      { type: 'Warning', reason: 'SecretSourceMalformed', message: `${sentenceOf(error)}. ${error.next}` },
    ]);
    return again(options, 'settled');
  }
}

function again({ randomness }: SourcesOptions, next: SourceDecision['next']) {
  const requeueAfterMs = backoffDelay({ first: every[next], cap: every[next] }, 1, randomness);
  return { outcome: { requeueAfterMs } };
}

function declaredIn(
  secret: KubeSecret | undefined,
  { namespace = '', name }: ObjectKey,
): ReadonlyMap<string, Declared> {
  const texts = sourceTexts(secret?.metadata.annotations);
  return new Map(texts.map(([key, text]) => [key, parseSource(`${namespace}/${name}`, key, text)]));
}

async function look(
  options: SourcesOptions,
  secret: KubeSecret,
  declared: ReadonlyMap<string, Declared>,
  signal: AbortSignal,
): Promise<{ readonly decision: SourceDecision; readonly values: ReadonlyMap<string, SecretValue> }> {
  const readings = await readAll(options, declared, signal);
  const held = valuesIn(secret, declared.keys());
  const values = new Map<string, SecretValue>();
  const keys = [...declared].map(([key, one]): ObservedKey => {
    const current = held.get(key);
    const wanted = wantedOf(options, key, one, readings, values);
    return { key, wanted, ...(current && { current: hashOf(new Map([[key, current]]), options.hashKey) }) };
  });
  const report = sourceReportIn(secret.metadata.annotations);
  return { decision: decide({ keys, held: Object.keys(secret.data ?? {}), report }), values };
}

/** What a key should hold. The value goes into `values`, its hash into the decision. */
function wantedOf(
  { hashKey }: SourcesOptions,
  key: string,
  declared: Declared,
  readings: ReadonlyMap<string, StoredReading>,
  values: Map<string, SecretValue>,
): Wanted {
  if ('malformed' in declared) return { trouble: { state: 'malformed', message: declared.malformed } };
  const sourced = valueOf(declared.source, readings);
  if ('trouble' in sourced) return sourced;
  const { value, versions } = sourced;
  // A value that no plane can start with must not take the place of one that works.
  const contract = (secretKeys as Readonly<Record<string, SecretKeyContract>>)[key];
  const problem = formatProblem(contract?.format ?? 'text', value);
  if (problem !== undefined) {
    const references = partsOf(declared.source).map(({ reference }) => reference);
    const secret = Object.keys(versions).join(', ');
    const way = references.slice(0, 1).map(refill).join('');
    return { trouble: { state: 'malformed', secret, message: `The value from ${secret} ${problem}. ${way}` } };
  }
  values.set(key, value);
  return { hash: hashOf(new Map([[key, value]]), hashKey), versions };
}

/** Reads each secret once, however many keys it is part of: what is made of two of its fields is made of one version. */
async function readAll(
  { store, clock, log }: SourcesOptions,
  declared: ReadonlyMap<string, Declared>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, StoredReading>> {
  const references = new Map<string, StoredSecretReference>();
  for (const one of declared.values()) {
    if ('malformed' in one) continue;
    for (const { reference } of partsOf(one.source)) references.set(reference.text, reference);
  }
  const read = async (reference: StoredSecretReference): Promise<StoredReading> => {
    const given = await inTime(clock, signal, (inner) => store.read(reference, inner));
    if (given.state === 'unknown')
      log.warn({ secret: reference.text, error: given.reason }, 'a secret could not be read');
    return given;
  };
  const readings = await Promise.all(
    [...references.values()].map(async (reference) => [reference.text, await read(reference)] as const),
  );
  return new Map(readings);
}

async function inTime(
  clock: Clock,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<StoredReading>,
): Promise<StoredReading> {
  try {
    return await withDeadline(clock, readMs, "the cloud's store", signal, work);
  } catch (error) {
    if (!(error instanceof DeadlineExceeded) || signal.aborted) throw error;
    return { state: 'unknown', because: 'unreachable', reason: error.message };
  }
}

async function carryOut(
  { kube, log, mode }: SourcesOptions,
  secret: KubeSecret,
  { fills, report, writes }: SourceDecision,
  values: ReadonlyMap<string, SecretValue>,
  signal: AbortSignal,
): Promise<void> {
  const { name, namespace = '', uid } = secret.metadata;
  for (const { key, reason } of fills) {
    log.info({ secret: `${namespace}/${name}`, key, reason, mode }, "fill a key of a Secret from the cloud's store");
  }
  if (!writes || mode === 'observe') return;
  const filled = new Set(fills.map(({ key }) => key));
  // Whole, or apply would take back what it gave before: what is not filled anew is given as it is.
  const data = Object.keys(report).flatMap((key): (readonly [string, string])[] => {
    const text = filled.has(key) ? encoded(values.get(key)) : secret.data?.[key];
    return text === undefined ? [] : [[key, text]];
  });
  const object: KubeSecret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      // Not another one of that name, nor a new one.
      ...(uid !== undefined && { uid }),
      annotations: { [sourceReportAnnotation]: reportText(report) },
    },
    ...(data.length > 0 && { data: Object.fromEntries(data) }),
  };
  await kube.apply(secretType, object, { fieldManager, force: true }, signal);
}

function encoded(value: SecretValue | undefined): string | undefined {
  return value && Buffer.from(value.reveal(), 'utf8').toString('base64');
}

function tell(
  { events, mode }: SourcesOptions,
  { name }: ObjectKey,
  planes: readonly DataPlane[],
  news: readonly News[],
): void {
  // Without a report, each pass would be the first to tell.
  if (mode === 'observe') return;
  for (const plane of planes) {
    for (const { type, reason, message } of news) events.record(plane, type, reason, `Secret ${name}: ${message}`);
  }
}
