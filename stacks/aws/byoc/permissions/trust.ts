import type { ByocAwsEnvironment } from '../../../environment/schema/environment.ts';
import { bootstrapNames } from '../bootstrap-names.ts';
import type { VendorRole } from '../names.ts';

/** Longest session of a role, in seconds. Source: vendor's AWS module, managed-byoc-v2; AWS caps chained roles at it. */
export const sessionSeconds = 3600;

type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Who of the vendor may take on a role: its named role, or any of its account; always with your external id, and with a
 * source identity, so that the trail says which operation or person it was. Source: vendor's AWS module, managed-byoc-v2.
 */
export function trustOf(role: VendorRole, environment: ByocAwsEnvironment): TrustPolicy {
  const { vendor } = environment.spec;
  const names = bootstrapNames(environment);
  const named = vendor.principals[lower(role)];
  const isMachine = role === 'Deployment';
  const condition: Conditions = {
    StringEquals: { 'sts:ExternalId': names.externalId },
    ...(isMachine
      ? { StringLike: { 'sts:SourceIdentity': 'byoc-operation-*' } }
      : { Null: { 'aws:SourceIdentity': 'false' } }),
  };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: `${role}OfVendor`,
        Effect: 'Allow',
        Principal: { AWS: named ?? `arn:${names.partition}:iam::${vendor.accountId}:root` },
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Condition: condition,
      },
    ],
  };
}

export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Principal: { readonly AWS: string };
    readonly Action: readonly string[];
    readonly Condition: Conditions;
  }[];
}

function lower<S extends string>(text: S): Uncapitalize<S> {
  return (text.charAt(0).toLowerCase() + text.slice(1)) as Uncapitalize<S>;
}
