import { heldBy } from '../../../stacks/engine/data.ts';
import { systemClock, type Clock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';
import { connectToLeave, type ClusterConnector } from './cluster.ts';
import { backedUp, freshnessOf, type FreshnessProbe } from './freshness.ts';
import type { IdentityProbe } from './guards.ts';

/** What the guards ask, so that tests answer instead of clouds. */
export interface DestroyParts {
  readonly identity: IdentityProbe;
  readonly freshness: FreshnessProbe;
  readonly connect: ClusterConnector;
  readonly clock: Clock;
}

/** The clouds themselves, as whoever is signed in. */
export function realParts(io: Pick<Io, 'env' | 'signal'>): DestroyParts {
  return {
    identity: async (wanted) => {
      const { identityIn } = await import('../../clouds/identity.ts');
      return identityIn(wanted, io.env, io.signal);
    },
    freshness: freshnessBy(io.env),
    connect: connectToLeave,
    clock: systemClock,
  };
}

/** By the inventory of backups: databases and buckets, and how far back each can be had. */
function freshnessBy(env: Io['env']): FreshnessProbe {
  return async (environment, state, signal) => {
    const held = backedUp(heldBy(state));
    if (held.length === 0) return [];
    const { isSelfHosted } = await import('../../../stacks/cluster/objects.ts');
    const { outputsIn } = await import('../backup/subjects.ts');
    const outputs = outputsIn(state);
    if (!isSelfHosted(environment) || outputs === undefined) {
      return held.map(({ name }) => ({ what: name, reason: 'where it is kept is not known from the outputs' }));
    }
    const { backupInventory } = await import('../backup/inventory.ts');
    const { restCalls } = await import('../../clouds/rest-calls.ts');
    const scope = { environment, outputs, state, now: systemClock.now() };
    const items = await backupInventory(scope, restCalls(env), signal);
    return freshnessOf(items);
  };
}
