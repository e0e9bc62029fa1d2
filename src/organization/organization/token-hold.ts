import { finalizer, type Organization } from '../../api/index.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import type { KubeObject, ObjectKey } from '../../kube/objects.ts';
import type { EngineState } from '../engine-state.ts';
import { addFinalizer, removeFinalizer } from '../../kube/finalizers.ts';
import { secretType } from '../kinds.ts';

/**
 * Keeps the token's Secret until the Organization is gone: a namespace that is deleted would take the credential first,
 * and what was made with it could no longer be removed. A Secret that is deleted for another reason (it is replaced) is
 * let go at once. Where the operator may not patch Secrets it does without, and where its right to them ends with the
 * namespace it must do without: it could never let go again.
 */
export async function holdToken(
  engine: EngineState,
  resource: Organization,
  leaving: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { kube, log, holdTokens = true } = engine.options;
  try {
    const secret = await kube.get(secretType, tokenKey(resource), signal);
    if (secret === undefined) return;
    if (holdTokens && secret.metadata.deletionTimestamp === undefined)
      await addFinalizer(kube, secretType, secret, finalizer, signal);
    else if (!holdTokens || !leaving) await removeFinalizer(kube, secretType, secret, finalizer, signal);
  } catch (error) {
    if (!isKubeError(error, 'KubeForbidden')) throw error;
    log.debug(
      { secret: resource.spec.connection.tokenSecretRef.name },
      'the token cannot be held: patching Secrets is not allowed',
    );
  }
}

/**
 * Lets the token's Secret go, so that the Organization may go after it. Throws where that is refused: the Secret would
 * stay held with nobody left to let it go, and its namespace would never end.
 * @param givenUp the namespace has waited long enough: a Secret that may not even be read is nothing to wait for.
 */
export async function releaseToken(
  engine: EngineState,
  resource: Organization,
  givenUp: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { kube, lists, holdTokens = true } = engine.options;
  const { tokenSecretRef } = resource.spec.connection;
  const shared = lists
    .peers('Organization')
    .some(
      ({ metadata, spec }) =>
        metadata.uid !== resource.metadata.uid &&
        metadata.namespace === resource.metadata.namespace &&
        spec.connection.tokenSecretRef.name === tokenSecretRef.name,
    );
  if (shared) return;
  let secret: KubeObject | undefined;
  try {
    secret = await kube.get(secretType, tokenKey(resource), signal);
  } catch (error) {
    // Where no token is held, one that may no longer be read is none that somebody waits for.
    if ((holdTokens && !givenUp) || !isKubeError(error, 'KubeForbidden')) throw error;
  }
  if (secret !== undefined) await removeFinalizer(kube, secretType, secret, finalizer, signal);
}

function tokenKey({ metadata, spec }: Organization): ObjectKey {
  return { namespace: metadata.namespace ?? '', name: spec.connection.tokenSecretRef.name };
}
