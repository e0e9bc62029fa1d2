import { isPlainObject } from '../runtime/canonical-json.ts';
import { withDeadline } from '../runtime/abort.ts';
import type { Clock } from '../runtime/clock.ts';
import { sentenceOf } from '../runtime/errors.ts';
import type { Transport, WireRequest, WireResponse } from '../runtime/transport.ts';
import { componentContracts } from './contract/components.ts';
import { present, unknown, type Observation } from './observation.ts';
import type { PlaneAnswers } from './rollout/observed.ts';

/** Asks a plane what it is and whether it works. Never throws but for an aborted signal: no answer is `unknown`. */
export type Probe = (plane: { readonly namespace: string }, signal: AbortSignal) => Promise<PlaneAnswers>;

export interface ProbeOptions {
  readonly clock: Clock;
  /** A way to the plane's API inside the cluster. */
  readonly transportFor: (baseUrl: string) => Transport;
  /** Milliseconds for one question. Default 5,000: a plane under load answers its version at once all the same. */
  readonly timeoutMs?: number;
}

/**
 * Asks over HTTP at the API's Service. The bodies of these routes are documented nowhere, so that they are read
 * defensively; a refusal (401, 403, 404) says that we may not ask, not that the plane is unwell.
 */
export function httpProbe({ clock, transportFor, timeoutMs = 5_000 }: ProbeOptions): Probe {
  return async ({ namespace }, signal) => {
    const { objectName, port } = componentContracts.api;
    const transport = transportFor(`http://${objectName}.${namespace}:${port}`);
    const ask = (request: WireRequest): Promise<Observation<WireResponse>> =>
      answerOf(clock, timeoutMs, signal, (inner) => transport(request, inner));
    const [version, query] = await Promise.all([
      ask({ method: 'GET', path: '/version' }),
      ask({
        method: 'POST',
        path: '/btql',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'select: 1', fmt: 'json' }),
      }),
    ]);
    return { version: versionIn(version), query: queryIn(query) };
  };
}

async function answerOf(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  send: (signal: AbortSignal) => Promise<WireResponse>,
): Promise<Observation<WireResponse>> {
  try {
    return present(await withDeadline(clock, timeoutMs, 'the plane', signal, send));
  } catch (error) {
    signal.throwIfAborted();
    return unknown(sentenceOf(error));
  }
}

function versionIn(answer: Observation<WireResponse>): Observation<string> {
  if (answer.state !== 'present') return answer;
  const { status, body } = answer.value;
  if (status !== 200) return unknown(`GET /version answered ${status}`);
  const text = versionText(body);
  const match = /^"?v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)"?\s*$/.exec(text ?? '');
  return match?.[1] === undefined ? unknown('GET /version answered nothing that is a version') : present(match[1]);
}

/** The body is text, or an object with the version under one of the usual names. */
function versionText(body: string): string | undefined {
  if (!body.trimStart().startsWith('{')) return body;
  try {
    const parsed: unknown = JSON.parse(body);
    if (!isPlainObject(parsed)) return undefined;
    const value = parsed['version'] ?? parsed['tag'];
    return typeof value === 'string' ? value : undefined;
  } catch {
    // Not JSON after all: not a version either.
    return undefined;
  }
}

function queryIn(answer: Observation<WireResponse>): PlaneAnswers['query'] {
  if (answer.state !== 'present') return answer;
  const { status } = answer.value;
  if (status >= 200 && status < 300) return present({ works: true });
  if (status >= 500) return present({ works: false, sentence: `POST /btql answered ${status}` });
  return unknown(`POST /btql answered ${status}`);
}
