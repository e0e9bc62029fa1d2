import { planeSecretName } from '../contract/secret.ts';
import { generatedSecretName } from '../secrets/function-secret.ts';
import type { Change } from './changes.ts';
import type { DesiredPlane } from './desired.ts';
import type { ObservedPlane, SecretsObserved } from './observed.ts';
import type { Hindrance } from './verdict.ts';

type Composed = SecretsObserved & { readonly state: 'composed' };

/** What stands in the way of giving the pods their secrets, or the secrets. */
export function secretsToGive(
  desired: DesiredPlane,
  observed: ObservedPlane,
  everRan: boolean,
): Composed | Hindrance | { readonly make: Change } {
  const { secrets } = observed;
  switch (secrets.state) {
    case 'unknown':
      return { hindrance: 'unknown', reason: 'SecretUnread', message: `${secrets.reason}.` };
    case 'incomplete':
      return {
        hindrance: 'stalled',
        reason: 'SecretIncomplete',
        message: `${secrets.problems.join('; ')}. Correct the Secret; nothing is changed until then.`,
      };
    case 'functionSecretKeyAbsent':
      return everRan ? functionSecretKeyLost(desired) : { make: makeFunctionSecretKey(desired) };
    case 'composed':
      return (
        functionSecretKeyChanged(desired, observed, secrets) ??
        liveUnread(secrets) ??
        strangersSecret(desired, secrets) ??
        secrets
      );
  }
}

/** The change that brings the plane's Secret to what was composed, if one is due. */
export function secretChange(secrets: Composed): Change | undefined {
  const { live, hash } = secrets;
  if (live.state === 'present' && live.value.hash === hash) return undefined;
  return {
    action: 'applySecret',
    name: planeSecretName,
    hash,
    reason: live.state === 'present' ? 'Changed' : 'Absent',
  };
}

function makeFunctionSecretKey(desired: DesiredPlane): Change {
  return { action: 'makeFunctionSecretKey', secret: generatedSecretName(desired.name), reason: 'NeverReady' };
}

function functionSecretKeyLost(desired: DesiredPlane): Hindrance {
  return {
    hindrance: 'stalled',
    reason: 'FunctionSecretKeyLost',
    message: `The function secret key is gone (Secret ${generatedSecretName(desired.name)} and key FUNCTION_SECRET_KEY of ${planeSecretName}), and this plane has run: a new key could not read what the old one encrypted. Restore the key from its backup into Secret ${generatedSecretName(desired.name)}, key FUNCTION_SECRET_KEY, or name its Secret in spec.secrets.functionSecretKey.`,
  };
}

/** Annotation by which a person takes responsibility for a new function secret key; its value is the new key's hash. */
const confirmFunctionSecretKey = 'planewright.dev/confirm-function-secret-key';

function functionSecretKeyChanged(
  desired: DesiredPlane,
  { status }: ObservedPlane,
  secrets: Composed,
): Hindrance | undefined {
  const before = status?.secrets?.functionSecretKeyHash;
  const after = secrets.functionSecretKeyHash;
  if (before === undefined || before === after || desired.annotations[confirmFunctionSecretKey] === after) {
    return undefined;
  }
  // What the pods are given is the same key: then it is the key of the hashes that changed, which is no harm.
  if (secrets.live.state === 'present' && secrets.live.value.functionSecretKeyHash === after) return undefined;
  return {
    hindrance: 'stalled',
    reason: 'FunctionSecretKeyChanged',
    message: `The function secret key is another one than the plane runs with: what the old one encrypted (secrets of functions, service tokens) would become unreadable. Put the old key back; or, if that is meant, annotate the DataPlane with ${confirmFunctionSecretKey}=${after}.`,
  };
}

function liveUnread({ live }: Composed): Hindrance | undefined {
  if (live.state !== 'unknown') return undefined;
  return { hindrance: 'unknown', reason: 'SecretUnread', message: `Secret ${planeSecretName}: ${live.reason}.` };
}

function strangersSecret({ spec }: DesiredPlane, { live, hash }: Composed): Hindrance | undefined {
  if (live.state !== 'present' || live.value.ours || live.value.hash === hash) return undefined;
  if (spec.policy.adoption === 'Adopt') return undefined;
  return {
    hindrance: 'stalled',
    reason: 'AlreadyExists',
    message: `Secret ${planeSecretName} is there already with other values, and spec.policy.adoption is Refuse. Remove it, or set adoption to Adopt to take it over.`,
  };
}
