import type { AzureEnvironment } from '../../environment/schema/environment.ts';
import type { Principal } from '../../permissions/grant.ts';
import { infrastructurePrincipals } from './infrastructure.ts';
import { planePrincipals } from './plane.ts';

/** Everybody whom a plane on Azure gives rights to, and which: the program assigns roles from this table alone. */
export function principalsOf(environment: AzureEnvironment): readonly Principal[] {
  return [...planePrincipals(environment), ...infrastructurePrincipals(environment)];
}
