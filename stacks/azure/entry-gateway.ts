import type { ApplicationGatewayArgs } from '@pulumi/azure-native/network/applicationGateway.js';
import type * as pulumi from '@pulumi/pulumi';
import { componentContracts } from '../../src/dataplane/contract/components.ts';

export interface GatewayPlan {
  /** Id of the gateway itself, known beforehand: its parts refer to each other by it. */
  readonly id: string;
  readonly subnetId: pulumi.Input<string>;
  readonly frontend: { readonly publicIpId: pulumi.Input<string> } | { readonly privateAddress: string };
  readonly hostname: string;
  readonly certificateSecretUrl: string;
  /** Address of the load balancer in front of the API. */
  readonly backendAddress: string;
  readonly timeoutSeconds: number;
}

/** What a client speaks. Source: Azure documentation, "Application Gateway TLS policy overview", predefined policies. */
const tlsPolicy = 'AppGwSslPolicy20220101';

/** How long a request that has begun may go on while an instance is taken out. Source: vendor's AWS module, 4.2. */
const drainSeconds = 600;

/** The parts of an application gateway that pass one host name on to the API: HTTPS from outside, HTTP within the network. */
export function gatewayParts(plan: GatewayPlan) {
  const within = (kind: string): { readonly id: string } => ({ id: `${plan.id}/${kind}/api` });
  const { frontend } = plan;
  const { port, probe } = componentContracts.api;
  return {
    gatewayIPConfigurations: [{ name: 'api', subnet: { id: plan.subnetId } }],
    frontendIPConfigurations: [
      'publicIpId' in frontend
        ? { name: 'api', publicIPAddress: { id: frontend.publicIpId } }
        : {
            name: 'api',
            subnet: { id: plan.subnetId },
            privateIPAddress: frontend.privateAddress,
            privateIPAllocationMethod: 'Static',
          },
    ],
    frontendPorts: [{ name: 'api', port: 443 }],
    sslCertificates: [{ name: 'api', keyVaultSecretId: plan.certificateSecretUrl }],
    sslPolicy: { policyType: 'Predefined', policyName: tlsPolicy },
    httpListeners: [
      {
        name: 'api',
        protocol: 'Https',
        hostName: plan.hostname,
        frontendIPConfiguration: within('frontendIPConfigurations'),
        frontendPort: within('frontendPorts'),
        sslCertificate: within('sslCertificates'),
      },
    ],
    backendAddressPools: [{ name: 'api', backendAddresses: [{ ipAddress: plan.backendAddress }] }],
    probes: [
      {
        name: 'api',
        protocol: 'Http',
        host: plan.hostname,
        path: probe.path,
        interval: probe.periodSeconds,
        timeout: probe.timeoutSeconds,
        unhealthyThreshold: probe.failureThreshold,
        match: { statusCodes: ['200-399'] },
      },
    ],
    backendHttpSettingsCollection: [
      {
        name: 'api',
        protocol: 'Http',
        port,
        probe: within('probes'),
        requestTimeout: plan.timeoutSeconds,
        connectionDraining: { enabled: true, drainTimeoutInSec: drainSeconds },
      },
    ],
    requestRoutingRules: [
      {
        name: 'api',
        ruleType: 'Basic',
        priority: 100,
        httpListener: within('httpListeners'),
        backendAddressPool: within('backendAddressPools'),
        backendHttpSettings: within('backendHttpSettingsCollection'),
      },
    ],
  } satisfies Partial<ApplicationGatewayArgs>;
}
