import type { Clock } from '../../runtime/clock.ts';
import type { Transport, WireRequest, WireResponse } from '../../runtime/transport.ts';
import { livePods, type LivePod } from './live-pods.ts';
import { PlaneLog, type PlaneLogEntry } from './request-log.ts';
import { Refusal, Rows } from './rows.ts';
import { isNewer } from './version.ts';

export interface PlaneSimulatorOptions {
  /** A way to the API server as somebody who may list pods. */
  readonly transport: Transport;
  /** Where the plane's pods are. */
  readonly namespace: string;
  readonly clock: Clock;
}

export interface PlaneSimulator {
  /** The plane at its API's Service. Call it in process, or serve it over HTTP. */
  readonly handle: Transport;
  readonly log: PlaneLog;
}

/** One request with all that an answer depends on. */
interface Exchange {
  readonly request: WireRequest;
  readonly pods: readonly LivePod[];
  /** The API pod that has to answer. */
  readonly api: LivePod;
  readonly world: World;
}

interface World {
  readonly rows: Rows;
  /** The newest API that was ever seen serving: it has migrated the database, and a rollback does not undo that. */
  migrated: string | undefined;
}

interface Route {
  readonly kind: PlaneLogEntry['kind'];
  readonly answer: (exchange: Exchange) => string | object;
}

/** What is public of these routes is their names; the bodies are documented nowhere and are the simplest that say it. */
const routes: Readonly<Record<string, Route>> = {
  'GET /': { kind: 'look', answer: () => 'ok' },
  'GET /ping': { kind: 'look', answer: () => 'pong' },
  'GET /version': { kind: 'look', answer: ({ api }) => versionOf(api) },
  'GET /status': { kind: 'look', answer: statusOf },
  'GET /brainstore/version': { kind: 'look', answer: ({ pods }) => versionOf(serving(pods, 'reader')) },
  'GET /migration-version': { kind: 'look', answer: ({ world }) => ({ version: world.migrated ?? null }) },
  'POST /logs3': { kind: 'write', answer: write },
  'POST /btql': { kind: 'query', answer: query },
};

/** A plane whose answers follow its live pods. It keeps what is written to it, whatever pods come and go. */
export function planeSimulator({ transport, namespace, clock }: PlaneSimulatorOptions): PlaneSimulator {
  const log = new PlaneLog();
  const world: World = { rows: new Rows(), migrated: undefined };
  let turn = 0;

  const handle: Transport = async (request, signal) => {
    const name = `${request.method === 'HEAD' ? 'GET' : request.method} ${request.path}`;
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    const pods = await livePods(transport, namespace, signal);
    const apis = pods.filter((pod) => pod.part === 'api' && pod.serving);
    // A Service gives each pod its turn.
    const api = apis[turn % Math.max(1, apis.length)];
    turn += 1;
    for (const { version } of apis) {
      if (world.migrated === undefined || isNewer(version, world.migrated)) world.migrated = version;
    }
    const answered = answerTo(() => {
      if (api === undefined) throw new Refusal(503, `no API pod in ${namespace} is ready`);
      if (route === undefined) throw new Refusal(501, `the stand-in plane does not know ${name}`);
      return route.answer({ request, pods, api, world });
    });
    log.append({
      at: new Date(clock.now()).toISOString(),
      method: request.method,
      path: request.path,
      kind: route?.kind ?? 'look',
      status: answered.response.status,
      brainstoreVersions: brainstoreVersions(pods),
      ...(answered.failure !== undefined && { failure: answered.failure }),
      ...(api !== undefined && { pod: api.name }),
      ...(api?.version !== undefined && { apiVersion: api.version }),
    });
    return answered.response;
  };
  return { handle, log };
}

function answerTo(work: () => string | object): { readonly response: WireResponse; readonly failure?: string } {
  try {
    return { response: response(200, work()) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { response: response(error.status, { error: `${error.message}${error.quote}` }), failure: error.message };
  }
}

function response(status: number, body: string | object): WireResponse {
  return typeof body === 'string'
    ? { status, headers: { 'content-type': 'text/plain' }, body }
    : { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function versionOf({ version, name }: LivePod): object {
  if (version === undefined) throw new Refusal(500, `the image tag of pod ${name} says no version`);
  return { version };
}

function write({ request, pods, world }: Exchange): object {
  serving(pods, 'writer');
  return { ids: world.rows.write(parsed(request)) };
}

function query({ request, pods, api, world }: Exchange): object {
  serving(pods, 'reader');
  checkVersions(api, pods);
  return { data: world.rows.query(parsed(request)), cursor: null };
}

/** The deep look: all that a query and a write need. */
function statusOf({ pods, api }: Exchange): object {
  serving(pods, 'reader');
  serving(pods, 'writer');
  checkVersions(api, pods);
  return { status: 'ok' };
}

function serving(pods: readonly LivePod[], part: 'reader' | 'writer'): LivePod {
  const found = pods.find((pod) => pod.part === part && pod.serving);
  if (found === undefined) throw new Refusal(503, `no Brainstore ${part} pod is ready`);
  return found;
}

/** An API asks in the words of its own version: a Brainstore pod that is older, and still there, does not know them. */
function checkVersions(api: LivePod, pods: readonly LivePod[]): void {
  const older = pods.filter(({ part, version }) => part !== 'api' && isNewer(api.version, version));
  if (older.length === 0) return;
  const named = older.map(({ name, version }) => `${name} (${version ?? ''})`).join(', ');
  throw new Refusal(500, `API pod ${api.name} (${api.version ?? ''}) is newer than Brainstore pods ${named}`);
}

function brainstoreVersions(pods: readonly LivePod[]): readonly string[] {
  const versions = pods.flatMap(({ part, version }) => (part === 'api' ? [] : (version ?? [])));
  return [...new Set(versions)].sort();
}

function parsed({ body = '' }: WireRequest): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own sentence quotes the body, which the log must not have.
    throw new Refusal(400, 'the body is not JSON');
  }
}
