import { componentContracts } from '../../src/dataplane/contract/components.ts';
import type { Environment } from '../environment/schema/environment.ts';
import type { Row } from './destination.ts';

const domains = "vendor's documentation, self-hosting: domains that a data plane reaches";

/** What the vendor's services need, on whatever cloud. */
export const planeRows: readonly Row[] = [
  {
    host: 'www.braintrust.dev',
    from: ['api', 'brainstore'],
    why: 'ask whom a key belongs to and what it may do; report what spec.plane.telemetry says',
    source: `${domains}; Helm chart 6.11.0, BRAINTRUST_APP_URL`,
  },
  { host: 'braintrust.dev', from: ['api'], why: 'asks the application', source: domains },
  {
    host: 'pulse.braintrust.dev',
    from: ['api', 'brainstore'],
    why: 'send telemetry',
    onlyIf: 'the version reports there; older ones report to www.braintrust.dev',
    source: 'Helm chart 6.27.0 and AWS module 7.2.0, for the gateway',
  },
  {
    host: 'gateway.braintrust.dev',
    from: ['api'],
    why: "passes model calls to the vendor's hosted gateway",
    onlyIf: 'models that the vendor hosts are used',
    source: "vendor's AWS module 6.6.0, global_ai_gateway_origin_domain",
  },
  {
    host: 'api.openai.com',
    from: ['api'],
    why: 'calls models; so for every provider of the organization: api.anthropic.com, your own endpoints',
    onlyIf: 'the organization has a key for that provider',
    source: 'AIProvider resources of the organization',
  },
  ...(['postgres', 'redis'] as const).map((name): Row => ({
    host: ({ spec }) => existing(spec, name)?.host,
    port: ({ spec }) => existing(spec, name)?.port ?? 0,
    from: ['api', 'brainstore'],
    why:
      name === 'postgres'
        ? 'keep metadata in the database that exists'
        : 'keep what is short-lived in the Redis that exists',
    source: `spec.${name}.host`,
  })),
  {
    host: new URL(`https://${componentContracts.api.repository}`).hostname,
    from: ['nodes'],
    why: 'pull the images of the plane; a mirror takes its place',
    source: 'Helm chart 6.11.0, images',
  },
  {
    host: '*.cloudfront.net',
    from: ['nodes'],
    why: 'pull the layers of those images',
    onlyIf: 'there is no mirror',
    source: 'AWS blog, "Amazon ECR Public": layers are cached in CloudFront',
  },
];

/** What the operator needs, wherever the plane is. */
export const operatorRows: readonly Row[] = [
  {
    host: ({ spec: { organization } }) =>
      organization.governed ? new URL(organization.apiUrl ?? 'https://api.braintrust.dev').hostname : undefined,
    from: ['operator'],
    why: "keeps the organization as declared, by the vendor's admin API",
    source: 'Organization, spec.connection.apiUrl',
  },
  {
    host: ({ spec }) => (spec.mode === 'SelfHosted' ? spec.entry.hostname : undefined),
    from: ['operator'],
    why: 'sees that the plane answers where the organization is pointed at',
    source: 'spec.entry.hostname',
  },
  {
    host: 'ghcr.io',
    from: ['nodes'],
    why: "pull the operator's image; a mirror takes its place",
    source: 'charts/operator',
  },
  {
    host: '*.githubusercontent.com',
    from: ['nodes'],
    why: 'pull the layers of that image',
    onlyIf: 'there is no mirror',
    source: 'GitHub documentation, Container registry: layers are kept below githubusercontent.com',
  },
];

/** A database or Redis that was brought; one that is made lies in the network beside the pods. */
function existing(spec: Environment['spec'], name: 'postgres' | 'redis') {
  const service = spec.mode === 'SelfHosted' ? spec[name] : undefined;
  return service?.type === 'Existing' ? service : undefined;
}
