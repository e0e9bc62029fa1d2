import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { listAt, textAt, textsIn, valueAt } from '../../inputs.ts';
import type { Environment } from '../../environment/schema/environment.ts';
import type { JsonValue, PlannedResource } from '../../planned.ts';
import type { Policy, ResourceRule } from '../policy.ts';
import { checked, mustBe, mustHaveBeside } from '../rule.ts';
import { aws, azure, google } from '../types.ts';

const everybody = ['0.0.0.0/0', '::/0', '*', 'Internet', 'Any'];
const declaredPorts = new Set([80, 443]);

/** What is let in from everywhere, as `port 443`; nothing where the sources are named networks. */
type OpenTo = (resource: PlannedResource) => readonly (readonly [from: number, to: number])[];

/** Refuses what lets everybody in, but for HTTPS where the environment declares a public entry. */
function openOnlyAsDeclared(types: readonly string[], openTo: OpenTo): ResourceRule {
  return {
    types,
    check: (resource, { environment }) =>
      openTo(resource).flatMap(([from, to]) => {
        const declared =
          hasPublicEntry(environment) && resource.concern === 'entry' && from === to && declaredPorts.has(from);
        return declared ? [] : [`lets everybody reach ${from === to ? `port ${from}` : `ports ${from} to ${to}`}`];
      }),
  };
}

function hasPublicEntry({ spec }: Environment): boolean {
  return spec.mode === 'SelfHosted' && spec.entry.access === 'Public';
}

/** `443` or `8000-8010` or `*`. */
function ports(text: JsonValue | undefined): readonly [number, number] {
  if (typeof text !== 'string' || text === '*') return [0, 65_535];
  const [from = 0, to = from] = text.split('-').map(Number);
  return [from, to];
}

const portsOf = (inputs: PlannedResource['inputs']): readonly [number, number] => [
  Number(inputs['fromPort'] ?? 0),
  Number(inputs['toPort'] ?? 65_535),
];

const anybodyIn = (value: PlannedResource['inputs'][string] | undefined): boolean =>
  value !== undefined && [...textsIn(value)].some(({ text }) => everybody.includes(text));

const rulesIn = (inputs: PlannedResource['inputs'], path: string): readonly PlannedResource['inputs'][] =>
  listAt(inputs, path).filter(isPlainObject) as readonly PlannedResource['inputs'][];

const azureRules = (inputs: PlannedResource['inputs']): readonly (readonly [number, number])[] => {
  const open =
    inputs['direction'] === 'Inbound' &&
    inputs['access'] === 'Allow' &&
    (anybodyIn(inputs['sourceAddressPrefix']) || anybodyIn(inputs['sourceAddressPrefixes']));
  if (!open) return [];
  const several = listAt(inputs, 'destinationPortRanges');
  return several.length > 0 ? several.map(ports) : [ports(inputs['destinationPortRange'])];
};

/** What protects data on its way, and who is let in. */
export const trafficPolicies: readonly Policy[] = [
  {
    id: 'encryption-in-transit',
    reason: 'Prompts and passwords cross the network: nobody on the way may read them.',
    severity: 'block',
    rules: [
      mustBe(aws.redis, 'transitEncryptionEnabled', true, 'speaks without TLS'),
      checked(aws.parameters, ({ inputs }) => {
        const forced = listAt(inputs, 'parameters').some(
          (parameter) => textAt(parameter, 'name') === 'rds.force_ssl' && textAt(parameter, 'value') === '1',
        );
        return forced ? undefined : 'lets clients connect to PostgreSQL without TLS';
      }),
      mustHaveBeside(aws.bucket, aws.bucketPolicy, 'bucket', 'takes requests without TLS', ({ inputs }) =>
        /"aws:SecureTransport":\[?"false"/.test(textAt(inputs, 'policy')),
      ),
      checked(aws.listener, ({ inputs }) => {
        const redirects = valueAt(inputs, 'defaultActions.0.type') === 'redirect';
        return redirects || ['HTTPS', 'TLS'].includes(textAt(inputs, 'protocol')) ? undefined : 'speaks without TLS';
      }),
      // Memorystore proves itself by a CA of its own, which Brainstore has no way to trust: a password and the VPC alone.
      mustBe(google.redis, 'authEnabled', true, 'asks for no password'),
      mustBe(
        google.redis,
        'connectMode',
        'PRIVATE_SERVICE_ACCESS',
        'speaks without TLS, outside private services access',
      ),
      mustBe(
        google.database,
        'settings.ipConfiguration.sslMode',
        ['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'],
        'lets clients connect without TLS',
      ),
      mustBe(azure.storage, 'enableHttpsTrafficOnly', true, 'takes requests without TLS'),
      mustBe(azure.storage, 'minimumTlsVersion', ['TLS1_2', 'TLS1_3'], 'takes TLS older than 1.2'),
      mustBe(azure.redis, 'minimumTlsVersion', '1.2', 'takes TLS older than 1.2'),
      mustBe(azure.redisDatabase, 'clientProtocol', 'Encrypted', 'speaks without TLS'),
    ],
  },
  {
    id: 'no-open-ingress',
    reason: 'Only the entry that the environment declares is reached from the internet, and only over HTTPS.',
    severity: 'block',
    rules: [
      openOnlyAsDeclared([aws.ingress], ({ inputs }) =>
        anybodyIn(inputs['cidrIpv4']) || anybodyIn(inputs['cidrIpv6']) ? [portsOf(inputs)] : [],
      ),
      openOnlyAsDeclared([aws.securityGroupRule], ({ inputs }) =>
        inputs['type'] === 'ingress' && (anybodyIn(inputs['cidrBlocks']) || anybodyIn(inputs['ipv6CidrBlocks']))
          ? [portsOf(inputs)]
          : [],
      ),
      openOnlyAsDeclared([aws.securityGroup], ({ inputs }) => {
        return rulesIn(inputs, 'ingress')
          .filter((rule) => anybodyIn(rule['cidrBlocks']) || anybodyIn(rule['ipv6CidrBlocks']))
          .map(portsOf);
      }),
      openOnlyAsDeclared([google.firewall], ({ inputs }) => {
        if (inputs['direction'] === 'EGRESS' || !anybodyIn(inputs['sourceRanges'])) return [];
        return listAt(inputs, 'allows').flatMap((allowed) => {
          const given = listAt(allowed, 'ports');
          return given.length > 0 ? given.map(ports) : [ports(undefined)];
        });
      }),
      openOnlyAsDeclared([azure.securityRule], ({ inputs }) => azureRules(inputs)),
      openOnlyAsDeclared([azure.securityGroup], ({ inputs }) => {
        return rulesIn(inputs, 'securityRules').flatMap(azureRules);
      }),
      {
        types: [aws.balancer],
        check: ({ inputs }, { environment }) =>
          inputs['internal'] === true || hasPublicEntry(environment)
            ? []
            : ['faces the internet, and the environment declares a private entry'],
      },
    ],
  },
  {
    id: 'private-api-server',
    reason: "Who reaches the cluster's API server with a stolen token owns the plane: it is not for everybody.",
    severity: 'block',
    rules: [
      checked(aws.cluster, ({ inputs }) =>
        valueAt(inputs, 'vpcConfig.endpointPublicAccess') !== false &&
        (anybodyIn(valueAt(inputs, 'vpcConfig.publicAccessCidrs')) ||
          valueAt(inputs, 'vpcConfig.publicAccessCidrs') === undefined)
          ? 'lets everybody reach its API server'
          : undefined,
      ),
      mustBe(aws.cluster, 'vpcConfig.endpointPrivateAccess', true, 'is not reached from its own network'),
      checked(google.cluster, ({ inputs }) => {
        const isPrivate =
          valueAt(inputs, 'privateClusterConfig.enablePrivateEndpoint') === true ||
          valueAt(inputs, 'controlPlaneEndpointsConfig.ipEndpointsConfig.enablePublicEndpoint') === false;
        const networks = valueAt(inputs, 'masterAuthorizedNetworksConfig');
        return isPrivate || (networks !== undefined && !anybodyIn(networks))
          ? undefined
          : 'lets everybody reach its API server';
      }),
      checked(azure.cluster, ({ inputs }) => {
        const ranges = valueAt(inputs, 'apiServerAccessProfile.authorizedIPRanges');
        const isPrivate = valueAt(inputs, 'apiServerAccessProfile.enablePrivateCluster') === true;
        const isNarrow = Array.isArray(ranges) && ranges.length > 0 && !anybodyIn(ranges);
        return isPrivate || isNarrow ? undefined : 'lets everybody reach its API server';
      }),
    ],
  },
  {
    id: 'instance-metadata',
    reason: "A request that users make the plane send must not fetch the node's own credentials.",
    severity: 'block',
    rules: [
      mustBe(aws.launchTemplate, 'metadataOptions.httpTokens', 'required', 'answers the old metadata service (IMDSv1)'),
      mustBe(
        aws.launchTemplate,
        'metadataOptions.httpPutResponseHopLimit',
        1,
        'lets pods reach the metadata service of their node',
      ),
      mustBe(
        google.nodePool,
        'nodeConfig.workloadMetadataConfig.mode',
        'GKE_METADATA',
        'lets pods read the credentials of their node',
      ),
    ],
  },
];
