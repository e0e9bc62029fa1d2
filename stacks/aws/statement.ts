import * as pulumi from '@pulumi/pulumi';

type Texts = pulumi.Input<string> | readonly pulumi.Input<string>[];

/** A statement of a policy, in the words of IAM. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Who, in a policy that belongs to a resource. */
  readonly Principal?: '*' | { readonly AWS: Texts } | { readonly Service: Texts } | { readonly Federated: Texts };
  readonly Action: string | readonly string[];
  /** On what; left out in the trust of a role. */
  readonly Resource?: Texts;
  /** On everything but this; in denials alone. */
  readonly NotResource?: Texts;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
}

/**
 * A policy document as text. Made here and not asked of the cloud, because a lookup with arguments that are not known
 * yet breaks a saved plan.
 */
export function policyOf(statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: '2012-10-17', Statement: statements });
}

/**
 * Trust in a service of AWS. Some services say on whose behalf they come; where AWS documents that, `accountId` holds them
 * to it.
 */
export function serviceTrust(service: string, accountId?: string): readonly Statement[] {
  return [
    {
      Sid: 'Service',
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      ...(accountId !== undefined && { Condition: { StringEquals: { 'aws:SourceAccount': accountId } } }),
    },
  ];
}
