import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import type { WireRequest, WireResponse } from '../../src/runtime/transport.ts';
import type { OperatorWorld } from '../support/operator-world.ts';
import { untruths } from './truth.ts';

/** Sees what the operator did to the cluster, whatever becomes of the answer. */
export class Witness {
  /** `created /api/…` → how often; events and leases come and go. */
  readonly counts = new Map<string, number>();
  /** Statuses that said something untrue when they were written. */
  readonly untrue: string[] = [];
  /** Since when nobody but the operator has changed the world, virtual milliseconds; Infinity: never mind. */
  judgeFrom = 0;
  world: OperatorWorld | undefined;

  readonly observe = (request: WireRequest, response: WireResponse): void => {
    if (request.method === 'GET' || response.status >= 300 || /\/(events|leases)(\/|$)/.test(request.path)) return;
    const what = effectOf(request, response);
    if (what !== undefined) this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
    const { world } = this;
    if (request.path.endsWith('/status') && world !== undefined && world.clock.now() >= this.judgeFrom) {
      this.untrue.push(...untruths(world, JSON.parse(response.body)));
    }
  };

  /** What was made and destroyed on both sides, and how often. */
  census(world: OperatorWorld): Readonly<Record<string, number>> {
    const all = new Map(this.counts);
    for (const entry of world.api.requestLog.entries) {
      for (const { type, name, effect } of entry.changed) {
        if (effect === 'updated') continue;
        const what = `${effect} ${type} ${name}`;
        all.set(what, (all.get(what) ?? 0) + 1);
      }
    }
    return Object.fromEntries([...all].sort());
  }
}

function effectOf(request: WireRequest, response: WireResponse): string | undefined {
  if (request.method === 'DELETE') return `deleted ${request.path}`;
  if (response.status !== 201) return undefined;
  const body: unknown = JSON.parse(response.body);
  const name = isPlainObject(body) && isPlainObject(body['metadata']) ? String(body['metadata']['name']) : '';
  return `created ${request.method === 'POST' ? `${request.path}/${name}` : request.path}`;
}
