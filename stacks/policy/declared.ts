import { byocLimitsOf, byocPrincipalsOf } from '../aws/byoc/permissions/principals.ts';
import { principalsOf } from '../aws/permissions/principals.ts';
import type { AwsEnvironment, ByocAwsEnvironment, Environment } from '../environment/schema/environment.ts';
import type { Principal } from '../permissions/grant.ts';

/** What is granted on everything, with the reason that stands in the tables of permissions; by id of the grant. */
export interface DeclaredGrants {
  /** Ids of grants that hold for every resource, and why. */
  readonly everywhere: ReadonlyMap<string, string>;
  /** Ids of grants that may name a whole service: the vendor's deployer makes what nobody knows beforehand. */
  readonly wholeServices: ReadonlySet<string>;
}

export function declaredGrants(environment: Environment): DeclaredGrants {
  const limits = isByocAws(environment) ? byocLimitsOf(environment) : [];
  const grants = [...principals(environment), ...limits].flatMap(({ grants: own }) => own);
  const everywhere = grants.flatMap(({ id, everywhere: why }) => (why === undefined ? [] : [[id, why] as const]));
  return {
    everywhere: new Map(everywhere),
    wholeServices: new Set(isByocAws(environment) ? grants.map(({ id }) => id) : []),
  };
}

function principals(environment: Environment): readonly Principal[] {
  if (isByocAws(environment)) return byocPrincipalsOf(environment);
  return isSelfHostedAws(environment) ? principalsOf(environment) : [];
}

function isByocAws(environment: Environment): environment is ByocAwsEnvironment {
  const { spec } = environment;
  return spec.mode === 'BYOC' && spec.cloud.provider === 'aws';
}

function isSelfHostedAws(environment: Environment): environment is AwsEnvironment {
  const { spec } = environment;
  return spec.mode === 'SelfHosted' && spec.cloud.provider === 'aws';
}
