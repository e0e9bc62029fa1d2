import { isPlainObject } from '../runtime/canonical-json.ts';
import { azureCall } from './azure.ts';
import { cloudFailureOf } from './failure.ts';
import { googleCall } from './google.ts';
import type { RestCall } from './rest.ts';

type Cloud = 'aws' | 'google' | 'azure';

/** Where a command is about to work. */
export interface WantedAccount {
  readonly cloud: Cloud;
  /** Account id, project or subscription. */
  readonly account: string;
  readonly region: string;
}

/** Whether who is signed in stands in the account that is meant. Unknown is never taken for the same. */
export type Identity =
  | { readonly kind: 'same'; readonly who: string }
  | { readonly kind: 'other'; readonly account: string; readonly who: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Asks the cloud. Rejects only where `signal` is aborted: what the cloud refuses is unknown. */
export async function identityIn(
  wanted: WantedAccount,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Identity> {
  try {
    return await identities[wanted.cloud](wanted, env, signal);
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'unknown', reason: cloudFailureOf(error, 'the signed-in identity').message };
  }
}

type Probe = (
  wanted: WantedAccount,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
) => Promise<Identity>;

const identities: Readonly<Record<Cloud, Probe>> = {
  aws: awsIdentity,
  google: async (wanted, env, signal) => googleIdentity(wanted, await googleCall(env), signal),
  azure: async (wanted, env, signal) => azureIdentity(wanted, await azureCall(env), signal),
};

/** Source: AWS STS, GetCallerIdentity: it needs no permission, and none can deny it. */
async function awsIdentity({ account, region }: WantedAccount, _env: unknown, signal: AbortSignal): Promise<Identity> {
  const { awsAccount } = await import('./account/aws.ts');
  const { account: found, arn } = await awsAccount(region, signal).caller();
  return found === account ? { kind: 'same', who: arn } : { kind: 'other', account: found, who: arn };
}

/**
 * An identity of Google belongs to no project: what matters is that it can see this one. Not permitted and not there are
 * one answer to Google, so that neither is taken for another project. Source: Resource Manager v3, projects.get.
 */
export async function googleIdentity(
  { account }: WantedAccount,
  call: RestCall,
  signal: AbortSignal,
): Promise<Identity> {
  const url = `https://cloudresourcemanager.googleapis.com/v3/projects/${encodeURIComponent(account)}`;
  const project = await call({ method: 'GET', url }, signal);
  const { projectId, displayName } = isPlainObject(project) ? project : {};
  if (typeof projectId !== 'string') return { kind: 'unknown', reason: `the answer names no project ${account}` };
  const who = `whoever sees the project ${typeof displayName === 'string' ? displayName : projectId}`;
  return projectId === account ? { kind: 'same', who } : { kind: 'other', account: projectId, who };
}

/** Source: Azure Resource Manager, Subscriptions - Get; another tenant's is SubscriptionNotFound. */
export async function azureIdentity(
  { account }: WantedAccount,
  call: RestCall,
  signal: AbortSignal,
): Promise<Identity> {
  const url = `https://management.azure.com/subscriptions/${encodeURIComponent(account)}?api-version=2022-12-01`;
  const subscription = await call({ method: 'GET', url }, signal);
  const { subscriptionId, displayName } = isPlainObject(subscription) ? subscription : {};
  if (typeof subscriptionId !== 'string') return { kind: 'unknown', reason: `the answer names no subscription` };
  const who = `whoever sees the subscription ${typeof displayName === 'string' ? displayName : subscriptionId}`;
  const isSame = subscriptionId.toLowerCase() === account.toLowerCase();
  return isSame ? { kind: 'same', who } : { kind: 'other', account: subscriptionId, who };
}
