import type { Path } from '../../../src/api/documents/problem.ts';
import { isAws, isAzure, isGoogle } from '../kinds.ts';
import type { AwsEnvironment, AzureEnvironment, GoogleEnvironment } from '../schema/environment.ts';
import { those, type Check, type CheckFinding } from './check.ts';

export const placeChecks: readonly Check[] = [
  {
    id: 'zones-belong-to-the-region',
    check: ({ spec }) => {
      if (spec.mode === 'SaaS' || spec.cloud.provider === 'azure') return [];
      const { provider, region, zones } = spec.cloud;
      const front = provider === 'aws' ? region : `${region}-`;
      return zones.flatMap((zone, index) =>
        zone.startsWith(front) && zone.length === front.length + 1
          ? []
          : [{ path: ['spec', 'cloud', 'zones', index], reason: `${zone} is no zone of ${region}` }],
      );
    },
  },
  {
    id: 'zones-are-named-once',
    check: ({ spec }) => {
      if (spec.mode === 'SaaS') return [];
      const zones: readonly string[] = spec.cloud.zones;
      return zones.flatMap((zone, index) =>
        zones.indexOf(zone) < index ? [{ path: ['spec', 'cloud', 'zones', index], reason: 'is there twice' }] : [],
      );
    },
  },
  { id: 'aws-resources-are-in-the-place', check: (environment) => (isAws(environment) ? awsPlaces(environment) : []) },
  {
    id: 'google-resources-are-in-the-place',
    check: (environment) => (isGoogle(environment) ? googlePlaces(environment) : []),
  },
  {
    id: 'azure-resources-are-in-the-place',
    check: (environment) => (isAzure(environment) ? azurePlaces(environment) : []),
  },
  {
    id: 'backups-lie-elsewhere',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || spec.backups.region === undefined) return [];
      const here = spec.cloud.provider === 'azure' ? spec.cloud.location : spec.cloud.region;
      const { region } = spec.backups;
      const path = ['spec', 'backups', 'region'];
      return those(
        region === here && {
          path,
          reason: 'is the region of the plane itself, and a copy there is lost with it',
          next: 'name another region, or leave it out',
        },
        !regionForms[spec.cloud.provider].test(region) && {
          path,
          reason: `is no region of ${spec.cloud.provider}`,
        },
      );
    },
  },
];

const regionForms = {
  aws: /^[a-z]{2}(-[a-z]+)+-[0-9]$/,
  google: /^[a-z]+-[a-z]+[0-9]+$/,
  azure: /^[a-z][a-z0-9]+$/,
} as const;

/** Regional services take keys and certificates of their region only; roles must be those of the account. */
function awsPlaces({ spec }: AwsEnvironment): readonly CheckFinding[] {
  const { cloud, network, encryption, entry, identity } = spec;
  const regional = (path: Path, arn: string): CheckFinding | undefined => {
    const [, , , region = ''] = arn.split(':');
    return region === cloud.region
      ? undefined
      : { path, reason: `is in ${region === '' ? 'no region' : region}, and everything else in ${cloud.region}` };
  };
  const own = (path: Path, arn: string | undefined): CheckFinding | undefined => {
    const [, , , , account = ''] = arn?.split(':') ?? [];
    return arn === undefined || account === cloud.accountId || account === 'aws'
      ? undefined
      : { path, reason: 'belongs to another account than spec.cloud.accountId' };
  };
  const zones = cloud.zones.length;
  return those(
    encryption.type === 'Existing' && regional(['spec', 'encryption', 'keyArn'], encryption.keyArn),
    entry.certificate.type === 'Existing' && regional(['spec', 'entry', 'certificate', 'arn'], entry.certificate.arn),
    entry.webAclArn !== undefined && regional(['spec', 'entry', 'webAclArn'], entry.webAclArn),
    own(['spec', 'cloud', 'permissionsBoundary'], cloud.permissionsBoundary),
    ...(identity.type === 'Existing'
      ? (['apiRoleArn', 'brainstoreRoleArn', 'operatorRoleArn'] as const).map((field) =>
          own(['spec', 'identity', field], identity[field]),
        )
      : []),
    network.type === 'Existing' &&
      network.privateSubnetIds.length !== zones && {
        path: ['spec', 'network', 'privateSubnetIds'],
        reason: `has ${network.privateSubnetIds.length} entries, and spec.cloud.zones ${zones}`,
        next: 'name one subnet for each zone, in the same order',
      },
  );
}

function googlePlaces({ spec }: GoogleEnvironment): readonly CheckFinding[] {
  const { cloud, network, kubernetes, encryption } = spec;
  const here = (path: Path, place: string | undefined): CheckFinding | undefined =>
    place === cloud.region
      ? undefined
      : { path, reason: `is in ${place ?? 'no region'}, and the rest in ${cloud.region}` };
  return those(
    network.type === 'Existing' && here(['spec', 'network', 'subnetwork'], network.subnetwork.split('/')[3]),
    encryption.type === 'Existing' && here(['spec', 'encryption', 'key'], encryption.key.split('/')[3]),
    kubernetes.type === 'Existing' &&
      here(['spec', 'kubernetes', 'location'], kubernetes.location.replace(/-[a-z]$/, '')),
  );
}

/** Everything that is made is made in one subscription; what it is joined to may be in another, except its subnets. */
function azurePlaces({ spec }: AzureEnvironment): readonly CheckFinding[] {
  const { network } = spec;
  if (network.type !== 'Existing') return [];
  const whole = network.virtualNetworkId.toLowerCase();
  return (['nodesSubnetId', 'endpointsSubnetId', 'entrySubnetId', 'balancerSubnetId'] as const).flatMap((field) =>
    network[field].toLowerCase().startsWith(`${whole}/subnets/`)
      ? []
      : [{ path: ['spec', 'network', field], reason: 'is no subnet of spec.network.virtualNetworkId' }],
  );
}
