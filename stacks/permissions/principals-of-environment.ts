import { byKind } from '../environment/kinds.ts';
import type { Environment } from '../environment/schema/environment.ts';
import type { Principal } from './grant.ts';

/** Everybody whom an environment gives rights to, and what holds them back where that is more than their own denials. */
export interface Rights {
  readonly principals: readonly Principal[];
  readonly limits: readonly Principal[];
}

/** The tables of an environment's cloud, of which alone anything is loaded. */
export function rightsOf(environment: Environment): Promise<Rights> {
  return byKind<Promise<Rights>>(environment, {
    byocAws: async (byoc) => {
      const { byocPrincipalsOf, byocLimitsOf } = await import('../aws/byoc/permissions/principals.ts');
      return { principals: byocPrincipalsOf(byoc), limits: byocLimitsOf(byoc) };
    },
    byocGoogle: async (byoc) => {
      const { byocPrincipalsOf, byocLimitsOf } = await import('../google/byoc/permissions/principals.ts');
      return { principals: byocPrincipalsOf(byoc), limits: byocLimitsOf(byoc) };
    },
    aws: async (plane) => {
      const { principalsOf } = await import('../aws/permissions/principals.ts');
      return { principals: principalsOf(plane), limits: [] };
    },
    google: async (plane) => {
      const { principalsOf } = await import('../google/permissions/principals.ts');
      return { principals: principalsOf(plane), limits: [] };
    },
    azure: async (plane) => {
      const { principalsOf } = await import('../azure/permissions/principals.ts');
      return { principals: principalsOf(plane), limits: [] };
    },
    saas: () => Promise.resolve({ principals: [], limits: [] }),
  });
}
