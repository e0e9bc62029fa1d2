import type { Transport, WireRequest } from '../../src/runtime/transport.ts';
import type { JsonObject } from './requests.ts';

export interface WatchEvent {
  readonly type: string;
  readonly object: JsonObject;
}

/** A watch that is under way; events are taken in the order in which they came. */
export interface Watch {
  readonly status: number;
  /** The next event, or undefined when the server has closed the watch. */
  readonly next: () => Promise<WatchEvent | undefined>;
  /** Takes events until one is `wanted`, and returns it with those before it. */
  readonly until: (wanted: (event: WatchEvent) => boolean) => Promise<readonly WatchEvent[]>;
  readonly close: () => void;
}

/** Opens a watch; a refusal is an ordinary answer and yields no events. */
export async function watch(
  transport: Transport,
  path: string,
  query: WireRequest['query'] = {},
  accept = 'application/json',
): Promise<Watch> {
  const end = new AbortController();
  const response = await transport(
    { method: 'GET', path, query: { watch: 'true', ...query }, headers: { accept }, stream: true },
    end.signal,
  );
  const lines = linesOf(response.chunks ?? nothing());
  const next = async (): Promise<WatchEvent | undefined> => {
    const line = await lines.next();
    return line.done === true ? undefined : (JSON.parse(line.value) as WatchEvent);
  };
  return {
    status: response.status,
    next,
    until: async (wanted) => {
      const seen: WatchEvent[] = [];
      for (;;) {
        const event = await next();
        if (event === undefined) throw new Error(`the watch ended after ${seen.map(({ type }) => type).join(', ')}`);
        seen.push(event);
        if (wanted(event)) return seen;
      }
    },
    close: () => end.abort(),
  };
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function* nothing(): AsyncGenerator<string> {}
