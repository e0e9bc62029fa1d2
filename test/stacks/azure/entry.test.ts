import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../stacks/planned.ts';
import { ofType, planOf } from './environments.ts';

const zone = (kind: string): string =>
  `/subscriptions/00000000-0000-4000-8000-00000000000a/resourceGroups/dns/providers/Microsoft.Network/${kind}/example.com`;

describe('the entry on Azure', () => {
  let isPrivate: Plan;
  let isPublic: Plan;
  beforeAll(async () => {
    isPrivate = await planOf({ spec: { entry: { dns: { type: 'AzureDNS', zoneId: zone('privateDnsZones') } } } });
    isPublic = await planOf({
      spec: {
        entry: { access: 'Public', idleTimeoutSeconds: 3600, dns: { type: 'AzureDNS', zoneId: zone('dnsZones') } },
      },
    });
  });
  const gateway = (plan: Plan) => ofType(plan, 'network:ApplicationGateway')[0]?.inputs;

  it('has no public address where it is private, and its name in a private zone', () => {
    expect(ofType(isPrivate, 'network:PublicIPAddress').filter(({ concern }) => concern === 'entry')).toEqual([]);
    expect(gateway(isPrivate)?.['frontendIPConfigurations']).toMatchObject([{ privateIPAddress: '10.175.3.254' }]);
    expect(ofType(isPrivate, 'privatedns:PrivateRecordSet')[0]?.inputs).toMatchObject({
      privateZoneName: 'example.com',
      relativeRecordSetName: 'braintrust',
      resourceGroupName: 'dns',
      aRecords: [{ ipv4Address: '10.175.3.254' }],
    });
    expect(isPrivate.outputs['dnsRecords']).toEqual([]);
  });

  it('stands behind a firewall where it is public, which leaves bodies alone', () => {
    expect(gateway(isPublic)).toMatchObject({ sku: { name: 'WAF_v2' }, firewallPolicy: {} });
    expect(ofType(isPublic, 'network:WebApplicationFirewallPolicy')[0]?.inputs).toMatchObject({
      policySettings: { state: 'Enabled', mode: 'Prevention', requestBodyCheck: false },
    });
    expect(ofType(isPublic, 'dns:RecordSet')).toHaveLength(1);
  });

  it('waits as long as the environment says, passes answers on word by word, and speaks no old TLS', () => {
    expect(gateway(isPublic)).toMatchObject({
      backendHttpSettingsCollection: [{ port: 8000, requestTimeout: 3600 }],
      globalConfiguration: { enableResponseBuffering: false },
      sslPolicy: { policyName: 'AppGwSslPolicy20220101' },
      enableHttp2: true,
    });
    expect(gateway(isPrivate)).toMatchObject({ backendHttpSettingsCollection: [{ requestTimeout: 900 }] });
  });

  it('tells the load balancer to wait no longer than it can', () => {
    const minutes = (plan: Plan) =>
      (plan.outputs['apiServiceAnnotations'] as Readonly<Record<string, string>>)[
        'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout'
      ];
    expect(minutes(isPrivate)).toBe('15');
    expect(minutes(isPublic)).toBe('30');
  });

  it('fetches the certificate by its name without version, and may read that one alone', () => {
    expect(gateway(isPrivate)?.['sslCertificates']).toEqual([
      { keyVaultSecretId: 'https://certificates.vault.azure.net/secrets/braintrust', name: 'api' },
    ]);
    const rights = ofType(isPrivate, 'authorization:RoleAssignment').filter(({ concern }) => concern === 'entry');
    expect(rights.map(({ inputs }) => inputs['scope'])).toEqual([
      expect.stringMatching(/\/vaults\/certificates\/secrets\/braintrust$/),
    ]);
  });
});
