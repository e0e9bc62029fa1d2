import type { Transport, WireRequest, WireResponse } from '../../../src/runtime/transport.ts';
import { answerJson } from './fake-transport.ts';
import type { ConfigMap } from './types.ts';

type Answer = (request: WireRequest) => WireResponse | Promise<WireResponse>;

/** An open watch, as a test drives it. */
export interface OpenWatch {
  readonly request: WireRequest;
  /** Sends text as it is. */
  send(text: string): void;
  event(type: string, object: unknown): void;
  /** The server closes in good order. */
  end(): void;
  /** The connection breaks. */
  fail(error: Error): void;
  /** Whether the client has let go. */
  readonly closed: boolean;
}

/** One collection on a server that a test drives by hand: lists answer from `objects`, watches stay open. */
export class WatchedServer {
  objects: ConfigMap[] = [];
  version = '1';
  readonly lists: WireRequest[] = [];
  readonly watches: OpenWatch[] = [];
  /** Answers for the next lists and watches, in place of the usual one. */
  readonly nextLists: Answer[] = [];
  readonly nextWatches: Answer[] = [];

  readonly transport: Transport = async (request, signal) => {
    const watching = request.query?.['watch'] === 'true';
    if (!watching) this.lists.push(request);
    const scripted = (watching ? this.nextWatches : this.nextLists).shift();
    if (scripted !== undefined) return scripted(request);
    return watching ? this.#open(request, signal) : this.#list(request);
  };

  get watch(): OpenWatch {
    const last = this.watches.at(-1);
    if (last === undefined) throw new Error('no watch was opened');
    return last;
  }

  #list(request: WireRequest): WireResponse {
    const limit = Number(request.query?.['limit'] ?? Infinity);
    const from = Number(request.query?.['continue'] ?? 0);
    const rest = this.objects.length - from - limit;
    return answerJson({
      items: this.objects.slice(from, from + limit),
      metadata: { resourceVersion: this.version, ...(rest > 0 ? { continue: String(from + limit) } : {}) },
    });
  }

  #open(request: WireRequest, signal: AbortSignal): WireResponse {
    let wake: () => void = () => undefined;
    const waiting: string[] = [];
    let ended: { error?: Error } | undefined;
    const state = { closed: false };
    signal.addEventListener('abort', () => {
      state.closed = true;
      ended ??= { error: new Error('aborted') };
      wake();
    });
    const finish = (how: { error?: Error }): void => {
      ended ??= how;
      wake();
    };
    const send = (text: string): void => {
      waiting.push(text);
      wake();
    };
    this.watches.push({
      request,
      send,
      event: (type, object) => send(`${JSON.stringify({ type, object })}\n`),
      end: () => finish({}),
      fail: (error) => finish({ error }),
      get closed() {
        return state.closed;
      },
    });
    const chunks = async function* (): AsyncGenerator<string> {
      for (;;) {
        yield* waiting.splice(0);
        if (ended?.error !== undefined) throw ended.error;
        if (ended !== undefined) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    return { status: 200, headers: {}, body: '', chunks: chunks() };
  }
}
