import { Address } from '@pulumi/gcp/compute/address.js';
import { GlobalAddress } from '@pulumi/gcp/compute/globalAddress.js';
import { RegionSslPolicy } from '@pulumi/gcp/compute/regionSslPolicy.js';
import { SecurityPolicy } from '@pulumi/gcp/compute/securityPolicy.js';
import { SSLPolicy } from '@pulumi/gcp/compute/sslpolicy.js';
import { RecordSet } from '@pulumi/gcp/dns/recordSet.js';
import { armorRules } from './armor.ts';
import { EntryCertificate, type DnsRecord } from './certificate.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { entryObjects } from './entry-objects.ts';
import type { NetworkReference } from './references.ts';

/**
 * The longest that Google's load balancer waits for the end of an answer, in seconds. It has no measure of silence, so
 * every idle timeout is met by allowing that much for the whole.
 */
const answerSeconds = 3600;

/**
 * How the API is reached: address, certificate, TLS policy and who may come, all by name; the load balancer itself is
 * made by the cluster out of `objects`. Why: docs/adr/0141-the-cluster-makes-its-load-balancer-on-google.md.
 */
export class Entry extends GoogleConcern {
  /** Objects for the cluster. */
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  /** Records to make by hand; none where Cloud DNS keeps the name. */
  readonly records: readonly DnsRecord[];

  constructor(context: GoogleContext, network: NetworkReference) {
    super('entry', context, ['compute', 'dns']);
    const { entry, plane } = this.environment.spec;
    const certificate = new EntryCertificate(context);
    const address = entry.access === 'Public' ? this.#publicAddress() : this.#privateAddress(network);
    const securityPolicy = entry.access === 'Public' ? this.#securityPolicy() : undefined;
    this.objects = entryObjects({
      namespace: plane.namespace,
      hostname: entry.hostname,
      access: entry.access,
      address: address.name,
      sslPolicy: this.#sslPolicy(),
      certificate: certificate.name,
      ...(securityPolicy !== undefined && { securityPolicy }),
      timeoutSeconds: Math.max(answerSeconds, entry.idleTimeoutSeconds),
    });
    const records: readonly DnsRecord[] = [
      { role: 'api', name: `${entry.hostname}.`, type: 'A', value: address.address },
      ...certificate.records,
    ];
    if (entry.dns.type === 'CloudDNS') for (const record of records) this.#record(record, entry.dns);
    this.records = entry.dns.type === 'CloudDNS' ? [] : records;
    this.registerOutputs();
  }

  #publicAddress() {
    const { project, labels } = this;
    const name = this.nameOf('gcp:compute/globalAddress:GlobalAddress', 'api');
    const args = { project, labels: { ...labels }, name, addressType: 'EXTERNAL', ipVersion: 'IPV4' };
    return { name, address: new GlobalAddress(this.named('address'), args, this.child()).address };
  }

  #privateAddress(network: NetworkReference) {
    const { project, region, labels } = this;
    const name = this.nameOf('gcp:compute/address:Address', 'api');
    const address = new Address(
      this.named('address'),
      {
        project,
        region,
        labels: { ...labels },
        name,
        addressType: 'INTERNAL',
        purpose: 'SHARED_LOADBALANCER_VIP',
        subnetwork: network.subnetwork,
      },
      this.child({}, network.proxies === undefined ? [] : [network.proxies]),
    );
    return { name, address: address.address };
  }

  /** TLS 1.2 and later, without the suites that are weak. */
  #sslPolicy(): string {
    const { project, region } = this;
    const tls = { project, minTlsVersion: 'TLS_1_2', profile: 'RESTRICTED' };
    if (this.environment.spec.entry.access === 'Public') {
      const name = this.nameOf('gcp:compute/sSLPolicy:SSLPolicy', 'api');
      new SSLPolicy(this.named('tls'), { ...tls, name }, this.child());
      return name;
    }
    const name = this.nameOf('gcp:compute/regionSslPolicy:RegionSslPolicy', 'api');
    new RegionSslPolicy(this.named('tls'), { ...tls, region, name }, this.child());
    return name;
  }

  #securityPolicy(): string {
    const name = this.nameOf('gcp:compute/securityPolicy:SecurityPolicy', 'api');
    new SecurityPolicy(
      this.named('armor'),
      {
        project: this.project,
        name,
        description: 'Who may reach the API.',
        type: 'CLOUD_ARMOR',
        rules: armorRules(this.environment.spec.entry.allowedCidrs),
      },
      this.child(),
    );
    return name;
  }

  #record(
    { role, name, type, value }: DnsRecord,
    zone: { readonly managedZone: string; readonly project?: string | undefined },
  ) {
    new RecordSet(
      this.named(`record-${role}`),
      { project: zone.project ?? this.project, managedZone: zone.managedZone, name, type, ttl: 300, rrdatas: [value] },
      this.child(),
    );
  }
}
