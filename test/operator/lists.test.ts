import { describe, expect, it } from 'vitest';
import type { AIProvider } from '../../src/api/index.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { noReflectorMetrics } from '../../src/kube/reflector-metrics.ts';
import { SharedWatches } from '../../src/kube/shared-watches.ts';
import { listsFrom } from '../../src/operator/lists.ts';
import { createViews } from '../../src/operator/views.ts';
import { claimsOf, winnerOver } from '../../src/organization/claims.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { VirtualClock } from '../../src/simulator/virtual-clock.ts';
import { mixedFleet } from '../bench/fleet.ts';

function emptyViews() {
  const client = kubeClient(() => Promise.reject(new Error('nothing is asked')));
  const randomness = seededRandomness(1);
  const watches = new SharedWatches({
    client,
    clock: new VirtualClock(),
    randomness,
    log: silentLog,
    metrics: noReflectorMetrics,
  });
  return createViews(watches, undefined);
}

let version = 0;

function provider(name: string, key: string, remote?: string): AIProvider {
  const declared = mixedFleet(4).find(({ type }) => type.kind === 'AIProvider')?.object as AIProvider;
  version += 1;
  const metadata = { name, namespace: 'acme', uid: name, resourceVersion: `${version}`, creationTimestamp: name };
  const status = remote === undefined ? {} : { status: { remote: { id: remote } } };
  return { ...declared, metadata, spec: { ...declared.spec, name: key }, ...status };
}

describe('who claims the same remote object', () => {
  it('is known from the moment that a resource is listed, and no longer than it stays', () => {
    const views = emptyViews();
    const lists = listsFrom(views);
    const store = views.aiProviders.store;
    const [older, younger] = [provider('2024', 'OPENAI'), provider('2025', 'OPENAI')];
    store.put(older);
    store.put(younger);
    expect(winnerOver(younger, lists.claimants)).toBe(older);
    expect(winnerOver(older, lists.claimants)).toBeUndefined();
    const renamed = provider('2024', 'ANTHROPIC');
    store.put(renamed);
    expect(winnerOver(younger, lists.claimants)).toBeUndefined();
    expect(lists.claimants(claimsOf(renamed)[0] ?? '')).toEqual([renamed]);
    store.remove(renamed);
    expect(lists.claimants(claimsOf(renamed)[0] ?? '')).toEqual([]);
  });

  it('is known by the remote object that it is bound to, too', () => {
    const views = emptyViews();
    const lists = listsFrom(views);
    const bound = provider('2024', 'OPENAI', 'id-1');
    views.aiProviders.store.put(bound);
    expect(winnerOver(provider('2025', 'OTHER'), lists.claimants, 'id-1')).toBe(bound);
  });
});
