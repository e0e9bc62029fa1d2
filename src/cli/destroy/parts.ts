import { heldBy } from '../../../stacks/engine/data.ts';
import { systemClock, type Clock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';
import { connectAsNamed, type ClusterConnector } from './cluster.ts';
import { backedUp, type FreshnessProbe } from './freshness.ts';
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
    freshness: unasked,
    connect: connectAsNamed,
    clock: systemClock,
  };
}

/** Where nobody asks the cloud, nothing is known: a backup that was not seen does not count as one. */
const unasked: FreshnessProbe = (_, state) =>
  Promise.resolve(backedUp(heldBy(state)).map(({ name }) => ({ what: name, reason: 'nobody has looked' })));
