import { Certificate } from '@pulumi/gcp/certificatemanager/certificate.js';
import { CertificateMap } from '@pulumi/gcp/certificatemanager/certificateMap.js';
import { CertificateMapEntry } from '@pulumi/gcp/certificatemanager/certificateMapEntry.js';
import { DnsAuthorization } from '@pulumi/gcp/certificatemanager/dnsAuthorization.js';
import type * as pulumi from '@pulumi/pulumi';
import { GoogleConcern, type GoogleContext } from './concern.ts';

/** A record that somebody has to make, with what is known only once its subject exists. */
export interface DnsRecord {
  /** Part of logical names. */
  readonly role: string;
  readonly name: pulumi.Input<string>;
  readonly type: string;
  readonly value: pulumi.Input<string>;
}

/** Certificate of the entry, proven by a record in the DNS, which also works for a name that the internet cannot reach. */
export class EntryCertificate extends GoogleConcern {
  /** Name of the certificate map (public) or of the certificate (private). */
  readonly name: string;
  readonly records: readonly DnsRecord[];

  constructor(context: GoogleContext) {
    super('certificate', context, ['certificatemanager', 'dns']);
    const { access, certificate } = this.environment.spec.entry;
    const made = certificate.type === 'New' ? this.#managed() : undefined;
    this.records = made?.records ?? [];
    const brought = certificate.type === 'Existing' ? certificate.certificate : '';
    this.name =
      access === 'Public' ? this.#map(made?.certificate.id ?? brought) : (made?.name ?? brought.replace(/^.*\//, ''));
    this.registerOutputs();
  }

  /** Certificates of a private entry belong to its region, of a public one to no region. */
  #managed() {
    const { access, hostname } = this.environment.spec.entry;
    const { project, labels } = this;
    const location = access === 'Public' ? 'global' : this.region;
    const authorization = new DnsAuthorization(
      this.named('authorization'),
      {
        project,
        location,
        labels: { ...labels },
        name: this.nameOf('gcp:certificatemanager/dnsAuthorization:DnsAuthorization', 'api'),
        domain: hostname,
        type: access === 'Public' ? 'FIXED_RECORD' : 'PER_PROJECT_RECORD',
      },
      this.child(),
    );
    const name = this.nameOf('gcp:certificatemanager/certificate:Certificate', 'api');
    const certificate = new Certificate(
      this.named('api'),
      {
        project,
        location,
        labels: { ...labels },
        name,
        managed: { domains: [hostname], dnsAuthorizations: [authorization.id] },
      },
      this.child(),
    );
    const field = (of: 'name' | 'data') => authorization.dnsResourceRecords.apply(([record]) => record?.[of] ?? '');
    const record: DnsRecord = { role: 'certificate', name: field('name'), type: 'CNAME', value: field('data') };
    return { name, certificate, records: [record] };
  }

  #map(certificate: pulumi.Input<string>): string {
    const { project, labels } = this;
    const name = this.nameOf('gcp:certificatemanager/certificateMap:CertificateMap', 'api');
    const map = new CertificateMap(this.named('map'), { project, labels: { ...labels }, name }, this.child());
    new CertificateMapEntry(
      this.named('map-api'),
      {
        project,
        labels: { ...labels },
        name: this.nameOf('gcp:certificatemanager/certificateMapEntry:CertificateMapEntry', 'api'),
        map: map.name,
        hostname: this.environment.spec.entry.hostname,
        certificates: [certificate],
      },
      this.child(),
    );
    return name;
  }
}
