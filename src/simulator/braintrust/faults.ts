import type { WireRequest } from '../../runtime/transport.ts';

export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 429 with Retry-After. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds: number }
  /** 303 to a signed URL that holds the real answer. */
  | { readonly kind: 'redirect' }
  /** The connection is cut; `acted` says whether the request was carried out before. */
  | { readonly kind: 'reset'; readonly acted: boolean }
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultRule {
  /** Any method where left out. */
  readonly method?: WireRequest['method'];
  /** Beginning of the path. Any where left out. */
  readonly path?: string;
  /** Matching requests that pass first. Default 0. */
  readonly skip?: number;
  /** How many are hit after that. Default 1; Infinity for an outage. */
  readonly times?: number;
  readonly fault: Fault;
}

/** Rules that wait for their requests, first come first served. */
export class Faults {
  readonly #rules = new Set<{ readonly rule: FaultRule; seen: number }>();

  /** Returns what takes the rule back. */
  inject(rule: FaultRule): () => void {
    const waiting = { rule, seen: 0 };
    this.#rules.add(waiting);
    return () => void this.#rules.delete(waiting);
  }

  take(request: WireRequest): Fault | undefined {
    for (const waiting of this.#rules) {
      const { method, path = '', skip = 0, times = 1, fault } = waiting.rule;
      if ((method !== undefined && method !== request.method) || !request.path.startsWith(path)) continue;
      waiting.seen += 1;
      if (waiting.seen >= skip + times) this.#rules.delete(waiting);
      if (waiting.seen > skip) return fault;
    }
    return undefined;
  }
}
