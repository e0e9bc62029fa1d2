import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { ApplicationGateway } from '@pulumi/azure-native/network/applicationGateway.js';
import { PublicIPAddress } from '@pulumi/azure-native/network/publicIPAddress.js';
import { WebApplicationFirewallPolicy } from '@pulumi/azure-native/network/webApplicationFirewallPolicy.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import { AzureConcern } from './azure-concern.ts';
import { makeAddressRecord } from './dns-record.ts';
import { gatewayParts } from './entry-gateway.ts';
import type { NetworkReference } from './references.ts';
import { assignRoles } from './role-assignments.ts';
import { makeSecurityGroup } from './security-group.ts';
import { allowedInto } from './security-rules.ts';
import { partsOf, resourceId, type Site } from './site.ts';
import { planSubnets } from './subnet-plan.ts';

/** Minutes that a load balancer or a public address may be told to wait. Source: AKS documentation, load balancer annotations. */
const balancerMinutes = { least: 4, most: 30 } as const;

export interface EntryReference {
  readonly gatewayId: pulumi.Output<string>;
  /** Records to make by hand. */
  readonly dnsRecords: readonly {
    readonly name: string;
    readonly type: string;
    readonly value: pulumi.Input<string>;
  }[];
  /** Annotations of the API's Service, by which the cluster makes the load balancer that the gateway expects. */
  readonly serviceAnnotations: Readonly<Record<string, string>>;
}

/**
 * How the API is reached: an application gateway with its certificate, public or private, in front of the internal load
 * balancer that the cluster makes. The balancer's address is chosen beforehand, so that one run is enough (ADR 0150).
 */
export class EntryConcern extends AzureConcern {
  /** Security group of its subnet, where the network is made. Made first, because the subnet wants it. */
  readonly securityGroupId: pulumi.Output<string> | undefined;

  constructor(site: Site) {
    super('entry', site);
    const { network, entry } = site.environment.spec;
    this.securityGroupId =
      network.type === 'New'
        ? makeSecurityGroup(
            this.named('rules'),
            this.nameOf('azure-native:network:NetworkSecurityGroup', 'entry'),
            this.located,
            allowedInto(planSubnets(network.cidr), entry.access, entry.allowedCidrs).entry,
            this.child(),
          ).id
        : undefined;
  }

  /** Makes the gateway in its subnet. */
  place(network: NetworkReference): EntryReference {
    const { entry } = this.site.environment.spec;
    const minutes = minutesOf(entry.idleTimeoutSeconds);
    const isPublic = entry.access === 'Public';
    const address = isPublic ? this.#publicAddress(minutes) : undefined;
    const firewall = isPublic ? this.#firewall() : undefined;
    const gateway = this.#gateway(network, address, firewall);
    const value = address?.ipAddress.apply((given) => given ?? '') ?? privateAddress(network);
    if (entry.dns.type === 'AzureDNS') {
      makeAddressRecord(this.named('record'), entry.dns.zoneId, entry.hostname, value, this.child());
    }
    return {
      gatewayId: gateway.id,
      dnsRecords: entry.dns.type === 'AzureDNS' ? [] : [{ name: entry.hostname, type: 'A', value }],
      serviceAnnotations: {
        'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
        'service.beta.kubernetes.io/azure-load-balancer-internal-subnet': network.balancer.name,
        'service.beta.kubernetes.io/azure-load-balancer-ipv4': network.balancerAddress,
        'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout': String(minutes),
      },
    };
  }

  #gateway(
    network: NetworkReference,
    address: PublicIPAddress | undefined,
    firewall: WebApplicationFirewallPolicy | undefined,
  ): ApplicationGateway {
    const { environment, group } = this.site;
    const { entry, cloud, profile } = environment.spec;
    const { vaultId, name } = entry.certificate;
    const identity = new UserAssignedIdentity(
      this.named('identity'),
      { ...this.located, resourceName: this.nameOf('azure-native:managedidentity:UserAssignedIdentity', 'entry') },
      this.child(),
    );
    const scopes = { certificate: `${vaultId}/secrets/${name}` };
    const granted = assignRoles(this.site, this.concern, 'entry', identity.principalId, scopes, this.child());
    const gatewayName = this.nameOf('azure-native:network:ApplicationGateway', 'entry');
    const tier = firewall === undefined ? 'Standard_v2' : 'WAF_v2';
    return new ApplicationGateway(
      this.named('gateway'),
      {
        ...this.located,
        applicationGatewayName: gatewayName,
        zones: cloud.zones,
        sku: { name: tier, tier },
        autoscaleConfiguration: { minCapacity: profile === 'sandbox' ? 1 : 2, maxCapacity: 20 },
        enableHttp2: true,
        identity: { type: 'UserAssigned', userAssignedIdentities: [identity.id] },
        // Answers of models come word by word: nothing may be held back. A firewall must see requests whole.
        globalConfiguration: { enableResponseBuffering: false, enableRequestBuffering: firewall !== undefined },
        ...(firewall && { firewallPolicy: { id: firewall.id } }),
        ...gatewayParts({
          id: resourceId(environment, group.plainName, `Microsoft.Network/applicationGateways/${gatewayName}`),
          subnetId: network.entry.id,
          frontend: address === undefined ? { privateAddress: privateAddress(network) } : { publicIpId: address.id },
          hostname: entry.hostname,
          certificateSecretUrl: `https://${partsOf(vaultId).name}.vault.azure.net/secrets/${name}`,
          backendAddress: network.balancerAddress,
          timeoutSeconds: entry.idleTimeoutSeconds,
        }),
      },
      this.child({ dependsOn: [...granted] }),
    );
  }

  #publicAddress(idleTimeoutInMinutes: number): PublicIPAddress {
    return new PublicIPAddress(
      this.named('address'),
      {
        ...this.located,
        publicIpAddressName: this.nameOf('azure-native:network:PublicIPAddress', 'entry'),
        publicIPAllocationMethod: 'Static',
        sku: { name: 'Standard' },
        zones: this.site.environment.spec.cloud.zones,
        idleTimeoutInMinutes,
      },
      this.child(),
    );
  }

  /**
   * Microsoft's rules on addresses and headers. Bodies are not looked into: they carry prompts, code and traces of every
   * kind, up to many megabytes, and look like attacks all day.
   */
  #firewall(): WebApplicationFirewallPolicy {
    return new WebApplicationFirewallPolicy(
      this.named('firewall'),
      {
        ...this.located,
        policyName: this.nameOf('azure-native:network:WebApplicationFirewallPolicy', 'entry'),
        policySettings: {
          state: 'Enabled',
          mode: 'Prevention',
          requestBodyCheck: false,
          requestBodyEnforcement: false,
          fileUploadEnforcement: false,
        },
        managedRules: {
          managedRuleSets: [
            { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' },
            { ruleSetType: 'Microsoft_BotManagerRuleSet', ruleSetVersion: '1.1' },
          ],
        },
      },
      this.child(),
    );
  }
}

function minutesOf(seconds: number): number {
  return Math.min(balancerMinutes.most, Math.max(balancerMinutes.least, Math.ceil(seconds / 60)));
}

function privateAddress({ entryAddress }: NetworkReference): string {
  return must(entryAddress, 'the program refuses a private entry without one');
}
