import { Certificate } from '@pulumi/aws/acm/certificate.js';
import { CertificateValidation } from '@pulumi/aws/acm/certificateValidation.js';
import { Record } from '@pulumi/aws/route53/record.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { tagsOf } from '../../tags.ts';

export interface DnsRecord {
  readonly name: pulumi.Input<string>;
  readonly type: pulumi.Input<string>;
  readonly value: pulumi.Input<string>;
}

export interface MadeCertificate {
  /** Known once the certificate is issued: a listener refuses one that is not. */
  readonly arn: pulumi.Input<string>;
  /** What a person must enter where DNS is kept elsewhere. */
  readonly records: readonly DnsRecord[];
}

export interface Making {
  readonly named: (role: string) => string;
  readonly child: (options?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** The certificate of the entry, proven by a record in DNS: made here in Route 53, by hand elsewhere while we wait. */
export function makeCertificate({ spec, ...environment }: AwsEnvironment, { named, child }: Making): MadeCertificate {
  const { certificate, hostname, dns } = spec.entry;
  if (certificate.type === 'Existing') return { arn: certificate.arn, records: [] };
  const made = new Certificate(
    named('certificate'),
    { domainName: hostname, validationMethod: 'DNS', tags: tagsOf({ spec, ...environment }) },
    child(),
  );
  const proof = made.domainValidationOptions.apply(([option]) => ({
    name: option?.resourceRecordName ?? '',
    type: option?.resourceRecordType ?? '',
    value: option?.resourceRecordValue ?? '',
  }));
  const proven =
    dns.type === 'Route53'
      ? [
          new Record(
            named('certificate-proof'),
            {
              zoneId: dns.zoneId,
              name: proof.name,
              type: proof.type,
              records: [proof.value],
              ttl: 300,
              allowOverwrite: false,
            },
            child(),
          ).fqdn,
        ]
      : undefined;
  const validation = new CertificateValidation(
    named('certificate-validation'),
    { certificateArn: made.arn, ...(proven && { validationRecordFqdns: proven }) },
    child(),
  );
  const records = dns.type === 'Elsewhere' ? [{ name: proof.name, type: proof.type, value: proof.value }] : [];
  return { arn: validation.certificateArn, records };
}
