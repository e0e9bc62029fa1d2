import { Firewall } from '@pulumi/gcp/compute/firewall.js';
import type * as pulumi from '@pulumi/pulumi';
import { componentContracts } from '../../src/dataplane/contract/components.ts';
import { nameOf } from '../naming/name-of.ts';
import type { GoogleContext } from './concern.ts';
import type { NetworkRanges } from './network-ranges.ts';

/** Where Google's load balancers and their health checks come from. Source: https://cloud.google.com/load-balancing/docs/firewall-rules. */
const loadBalancers = ['35.191.0.0/16', '130.211.0.0/22'];

/**
 * What may come into the VPC. Google refuses what no rule allows, silently: the last rule says the same and keeps a log.
 * Rules of the cluster and of its load balancers are made by GKE, before this one in priority.
 */
export class Firewalls {
  readonly #context: GoogleContext;
  readonly #parent: pulumi.ComponentResource;
  readonly #network: pulumi.Input<string>;

  constructor(
    context: GoogleContext,
    parent: pulumi.ComponentResource,
    network: pulumi.Input<string>,
    ranges: NetworkRanges,
  ) {
    this.#context = context;
    this.#parent = parent;
    this.#network = network;
    const { access } = context.environment.spec.entry;
    this.#rule('api', {
      description: 'Load balancers and their health checks reach the API.',
      priority: 1000,
      sourceRanges: access === 'Private' ? [...loadBalancers, ranges.proxies] : loadBalancers,
      destinationRanges: [ranges.pods],
      allows: [{ protocol: 'tcp', ports: [String(componentContracts.api.port)] }],
    });
    this.#rule('deny', {
      description: 'Everything else is refused and logged.',
      priority: 65_534,
      sourceRanges: ['0.0.0.0/0'],
      denies: [{ protocol: 'all' }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }

  #rule(role: string, rule: Omit<ConstructorParameters<typeof Firewall>[1], 'network'>): void {
    const { environment, services } = this.#context;
    new Firewall(
      `network-${role}`,
      {
        ...rule,
        project: environment.spec.cloud.project,
        name: nameOf(environment, 'gcp:compute/firewall:Firewall', role),
        network: this.#network,
        direction: 'INGRESS',
      },
      { parent: this.#parent, dependsOn: services.of('compute') },
    );
  }
}
