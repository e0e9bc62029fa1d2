import { describe, expect, it } from 'vitest';
import { armorRules } from '../../../stacks/google/armor.ts';
import { googleOutputs } from '../../../stacks/outputs.ts';
import { existing, ofType, planOfSpec, resource } from './google-environment.ts';

const hostname = 'braintrust.acme.example';
const entry = (fields: object = {}) => ({ entry: { hostname, ...fields } });
const gatewayOf = (outputs: unknown) => googleOutputs.parse(outputs).clusterObjects[0];

describe('entry on Google Cloud', () => {
  const planned = { Public: planOfSpec(entry()), Private: planOfSpec(entry({ access: 'Private' })) };

  it('is a global load balancer with address, certificate map, TLS policy and Cloud Armor, all by name', async () => {
    const { outputs } = await planned.Public;
    expect(gatewayOf(outputs)).toMatchObject({
      metadata: {
        name: 'braintrust-api',
        namespace: 'braintrust',
        annotations: { 'networking.gke.io/certmap': 'acme-api' },
      },
      spec: {
        gatewayClassName: 'gke-l7-global-external-managed',
        addresses: [{ type: 'NamedAddress', value: 'acme-api' }],
        listeners: [{ protocol: 'HTTPS', port: 443, hostname }],
      },
    });
    expect(JSON.stringify(outputs['clusterObjects'])).toContain('"securityPolicy":"acme-api"');
    expect(JSON.stringify(outputs['clusterObjects'])).toContain('"sslPolicy":"acme-api"');
  });

  it('is an internal load balancer with a certificate of its region where it is private', async () => {
    const plan = await planned.Private;
    expect(gatewayOf(plan.outputs)).toMatchObject({
      spec: {
        gatewayClassName: 'gke-l7-rilb',
        listeners: [{ tls: { options: { 'networking.gke.io/cert-manager-certs': 'acme-api' } } }],
      },
    });
    expect(resource(plan, 'certificate-api').inputs['location']).toBe('us-central1');
    expect(resource(plan, 'network-proxies').inputs).toMatchObject({ purpose: 'REGIONAL_MANAGED_PROXY' });
    expect(resource(plan, 'entry-address').inputs).toMatchObject({ addressType: 'INTERNAL' });
    expect(ofType(plan, 'gcp:compute/securityPolicy:SecurityPolicy')).toEqual([]);
    expect(ofType(plan, 'gcp:compute/globalAddress:GlobalAddress').map(({ name }) => name)).toEqual([
      'network-private-services',
    ]);
  });

  it('takes TLS 1.2 and later only', async () => {
    for (const access of ['Public', 'Private'] as const) {
      const { inputs } = resource(await planned[access], 'entry-tls');
      expect(inputs).toMatchObject({ minTlsVersion: 'TLS_1_2', profile: 'RESTRICTED' });
    }
  });

  it('makes its records where Cloud DNS keeps the name, and names them where not', async () => {
    const dns = { type: 'CloudDNS', managedZone: 'acme', project: 'acme-dns' };
    const plan = await planOfSpec(entry({ dns }));
    expect(plan.outputs['dnsRecords']).toEqual([]);
    expect(resource(plan, 'entry-record-api').inputs).toMatchObject({
      managedZone: 'acme',
      project: 'acme-dns',
      name: `${hostname}.`,
      type: 'A',
    });
    expect(resource(plan, 'entry-record-certificate').inputs['type']).toBe('CNAME');
    const elsewhere = await planned.Public;
    expect(googleOutputs.parse(elsewhere.outputs).dnsRecords[0]).toEqual({
      name: `${hostname}.`,
      type: 'A',
      value: '<entry.entry-address.address>',
    });
  });

  it('takes a certificate that exists', async () => {
    const certificate = { type: 'Existing', certificate: 'projects/acme-planes/locations/global/certificates/theirs' };
    const plan = await planOfSpec(entry({ certificate }));
    expect(ofType(plan, 'gcp:certificatemanager/certificate:Certificate')).toEqual([]);
    expect(resource(plan, 'certificate-map-api').inputs['certificates']).toEqual([certificate.certificate]);
    const regional = {
      type: 'Existing',
      certificate: 'projects/acme-planes/locations/us-central1/certificates/theirs',
    };
    const { outputs } = await planOfSpec({
      ...entry({ access: 'Private', certificate: regional }),
      network: existing.network,
    });
    expect(JSON.stringify(gatewayOf(outputs))).toContain('"networking.gke.io/cert-manager-certs":"theirs"');
  });

  it('lets everybody in, or the named networks and nobody else, ten to a rule', () => {
    expect(armorRules(['0.0.0.0/0'])).toMatchObject([{ priority: 2147483647, action: 'allow' }]);
    const networks = Array.from({ length: 11 }, (_, index) => `192.0.2.${index * 8}/29`);
    expect(armorRules(networks)).toMatchObject([
      { priority: 1000, action: 'allow', match: { config: { srcIpRanges: networks.slice(0, 10) } } },
      { priority: 1001, action: 'allow', match: { config: { srcIpRanges: networks.slice(10) } } },
      { priority: 2147483647, action: 'deny(403)' },
    ]);
  });
});
