import type { AwsEnvironment } from '../environment/schema/environment.ts';
import type { Row } from './destination.ts';

const endpoints = 'AWS General Reference, service endpoints and quotas';

/** A regional service of AWS; inside the VPC where interface endpoints are made for it. */
const service = (name: string, row: Pick<Row<AwsEnvironment>, 'from' | 'why' | 'onlyIf'>): Row<AwsEnvironment> => ({
  ...row,
  host: ({ spec: { cloud } }) => `${name}.${cloud.region}.${suffixOf(cloud.region)}`,
  within: ({ spec: { network } }) =>
    network.type === 'New' && network.endpoints ? 'an interface endpoint of the VPC' : undefined,
  source: endpoints,
});

function suffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** What pods and nodes reach of AWS. */
export const awsRows: readonly Row<AwsEnvironment>[] = [
  {
    host: ({ spec: { cloud } }) => `*.s3.${cloud.region}.${suffixOf(cloud.region)}`,
    from: ['api', 'brainstore', 'nodes'],
    why: 'read and write the buckets; pull image layers',
    within: ({ spec: { network } }) => (network.type === 'New' ? 'a gateway endpoint of the VPC' : undefined),
    source: endpoints,
  },
  service('sts', { from: ['api', 'brainstore', 'operator'], why: 'take on their roles' }),
  service('kms', { from: ['api', 'brainstore'], why: 'open what the key encrypts' }),
  service('secretsmanager', { from: ['operator'], why: 'reads its listed secrets' }),
  service('monitoring', { from: ['api'], why: 'reports how busy it is' }),
  {
    host: ({ spec }) =>
      spec.quarantine.enabled ? `lambda.${spec.cloud.region}.${suffixOf(spec.cloud.region)}` : undefined,
    from: ['api'],
    why: 'runs functions of users in quarantine',
    source: endpoints,
  },
  {
    ...service('eks-auth', { from: ['nodes'], why: 'get credentials for pods by EKS Pod Identity' }),
    host: ({ spec: { cloud } }) => `eks-auth.${cloud.region}.api.aws`,
  },
  service('eks', { from: ['nodes'], why: 'join the cluster' }),
  service('ec2', { from: ['nodes'], why: 'give pods addresses' }),
  service('api.ecr', { from: ['nodes'], why: 'ask for images of the add-ons' }),
  {
    ...service('*.dkr.ecr', { from: ['nodes'], why: 'pull images of the add-ons' }),
    source: 'EKS User Guide, Amazon container image registries',
  },
  {
    ...service('elasticloadbalancing', { from: ['nodes'], why: 'register pods with the load balancer' }),
    within: () => undefined,
  },
  ...[
    ['registry.k8s.io', "pull the autoscaler's image; a mirror takes its place"],
    ['*.pkg.dev', 'pull the manifest that registry.k8s.io redirects to'],
    ['*.s3.dualstack.*.amazonaws.com', 'pull the layers that registry.k8s.io redirects to'],
  ].map(([host = '', why = '']): Row<AwsEnvironment> => ({
    host: ({ spec: { kubernetes } }) => (kubernetes.type === 'New' ? host : undefined),
    from: ['nodes'],
    why,
    onlyIf: 'there is no mirror',
    source: 'Kubernetes documentation, registry.k8s.io: it redirects to the storage of several clouds',
  })),
  service('autoscaling', { from: ['nodes'], why: 'size the node groups' }),
  service('logs', { from: ['nodes'], why: 'write logs' }),
];
