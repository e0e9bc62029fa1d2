import type { Environment } from '../environment/schema/environment.ts';
import { awsRows } from './aws.ts';
import { azureRows } from './azure.ts';
import { destinationsOf, type Destination } from './destination.ts';
import { googleRows } from './google.ts';
import { operatorRows, planeRows } from './vendor.ts';

/**
 * Every host that the plane of an environment, its operator and its cluster must reach. For BYOC the vendor sets up the
 * cluster: what of the cloud it reaches is for the vendor to say, and only the plane's own hosts are here.
 */
export function egressOf(environment: Environment): readonly Destination[] {
  const operator = destinationsOf(operatorRows, environment);
  if (environment.spec.mode === 'SaaS') return operator;
  return [...destinationsOf(planeRows, environment), ...operator, ...ofCloud(environment)];
}

function ofCloud({ spec, ...head }: Environment): readonly Destination[] {
  if (spec.mode !== 'SelfHosted') return [];
  if ('quarantine' in spec) return destinationsOf(awsRows, { ...head, spec });
  return 'exports' in spec
    ? destinationsOf(googleRows, { ...head, spec })
    : destinationsOf(azureRows, { ...head, spec });
}
