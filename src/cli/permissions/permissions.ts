import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { ciOf, deployerOf } from '../../../stacks/permissions/from-plan.ts';
import type { Principal } from '../../../stacks/permissions/grant.ts';
import { rightsOf, type Rights } from '../../../stacks/permissions/principals-of-environment.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { PermissionsOptions } from '../commands/permissions.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { planOf } from '../plan-of.ts';
import { preflightPrincipal } from '../preflight/rights.ts';
import { documentsFor } from './policy.ts';
import { recordedRelease, sinceRelease } from './releases.ts';
import { permissionsText } from './text.ts';

/** Prints who may do what in the cloud of an environment. */
export async function printPermissions(name: string, { for: whom, output }: PermissionsOptions, io: Io): Promise<void> {
  const { environment } = await openEnvironment(name, io);
  const { principals, limits } = await chosen(environment, whom, io);
  if (output === 'policy') {
    io.out(`${JSON.stringify(await documentsFor(environment, principals, limits), null, 2)}\n`);
    return;
  }
  const since = await sinceRelease(
    environment,
    principals.map(({ principal }) => principal),
    recordedRelease,
  );
  if (output === 'json') io.out(`${JSON.stringify({ principals, limits, since }, null, 2)}\n`);
  else io.out(permissionsText({ principals, limits, since }, io));
}

async function chosen(environment: Environment, whom: PermissionsOptions['for'], io: Io): Promise<Rights> {
  const cloud = cloudOf(environment);
  if (cloud === undefined) throw nobody(environment, 'the vendor hosts everything, and nothing is made in a cloud');
  if (whom === 'preflight') return { principals: [preflightPrincipal(cloud)], limits: [] };
  if (whom === 'deployer' || whom === 'ci') {
    const plan = await planOf(environment, io);
    return { principals: [whom === 'ci' ? ciOf(plan, cloud) : deployerOf(plan)], limits: [] };
  }
  const isByoc = environment.spec.mode === 'BYOC';
  if (whom === 'vendor' && !isByoc) throw nobody(environment, 'you run the plane, and the vendor has no rights in it');
  const rights = await rightsOf(environment);
  if (whom === undefined || whom === 'vendor') return rights;
  if (isByoc) throw nobody(environment, 'the vendor runs the plane, and makes the rights of its components');
  const principals = rights.principals.filter((each: Principal) => each.principal === whom);
  if (principals.length === 0)
    throw nobody(environment, `nobody is called ${whom} in it: what it would need is brought`);
  return { principals, limits: [] };
}

function nobody({ metadata, spec }: Environment, why: string): PlanewrightError {
  return new PlanewrightError('InvalidArgument', `${metadata.name} is of mode ${spec.mode}: ${why}.`, {
    next: 'Leave --for out to see everybody; planewright permissions --help lists whom one can ask for.',
  });
}
