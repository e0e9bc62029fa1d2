import type { DataPlane } from '../../api/index.ts';
import type { KubeClient } from '../../kube/client.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { Randomness } from '../../runtime/randomness.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import { must } from '../../runtime/must.ts';
import type { ComposedSecret } from '../secrets/compose.ts';
import { makeFunctionSecretKey } from '../secrets/function-secret.ts';
import type { KubeSecret } from '../secrets/read.ts';
import { ownerLabels, ownersOf } from '../workloads/identity.ts';
import { planeTypes, secretType } from '../workloads/kinds.ts';
import { stamped } from './applied.ts';
import type { Change } from './changes.ts';

const fieldManager = 'planewright';

export interface ActContext {
  readonly kube: KubeClient;
  readonly randomness: Randomness;
  readonly resource: DataPlane;
  /** What the decision was made on. */
  readonly composed: ComposedSecret | undefined;
}

/** Carries out one change. Each can be repeated: a crash before or after it is mended by the next pass. */
export async function act(context: ActContext, change: Change, signal: AbortSignal): Promise<void> {
  switch (change.action) {
    case 'makeFunctionSecretKey':
      return keepNewFunctionSecretKey(context, change.secret, signal);
    case 'applySecret':
      return applySecret(context, change.name, change.hash, signal);
    case 'apply': {
      const object = stamped(change.object);
      // The fields are ours: the contract leaves no room for a second opinion.
      await context.kube.apply(planeTypes[object.kind], object, { fieldManager, force: true }, signal);
      return;
    }
    case 'delete':
      return deleteSurplus(context, change, signal);
  }
}

/** By create, never by apply: two operators at once must not make two keys. */
async function keepNewFunctionSecretKey(context: ActContext, name: string, signal: AbortSignal): Promise<void> {
  const { kube, randomness, resource } = context;
  const secret: KubeSecret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      ...namespaceOf(resource),
      labels: ownerLabels(resource.metadata.name),
      annotations: {
        'planewright.dev/note':
          'Encrypts the secrets of functions and service tokens of this data plane. Back it up: without it they cannot be read again.',
      },
    },
    type: 'Opaque',
    immutable: true,
    data: { FUNCTION_SECRET_KEY: encode(makeFunctionSecretKey(randomness)) },
  };
  try {
    await kube.create(secretType, secret, signal);
  } catch (error) {
    if (!isKubeError(error, 'KubeAlreadyExists')) throw error;
    throw new PlanewrightError(
      'KubeAlreadyExists',
      `Secret ${name} in namespace ${secret.metadata.namespace ?? ''} is there, and has no key FUNCTION_SECRET_KEY or has got it just now`,
      { next: 'It is read again; if it has no such key, remove the Secret.', cause: error },
    );
  }
}

async function applySecret(context: ActContext, name: string, hash: string, signal: AbortSignal): Promise<void> {
  const { kube, resource } = context;
  const composed = must(context.composed, 'a Secret is applied only where one was composed');
  if (composed.hash !== hash) throw new Error('the composed Secret is not the one that was decided on');
  const { uid, name: planeName } = resource.metadata;
  const owned = resource.spec.policy.deletion === 'Delete' && uid !== undefined;
  const ownerReferences = owned ? ownersOf({ name: planeName, ownerUid: uid }) : [];
  const secret: KubeSecret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      ...namespaceOf(resource),
      labels: ownerLabels(planeName),
      ...(ownerReferences.length > 0 && { ownerReferences }),
    },
    type: 'Opaque',
    data: Object.fromEntries([...composed.values].map(([key, value]) => [key, encode(value)])),
  };
  await kube.apply(secretType, secret, { fieldManager, force: true }, signal);
}

async function deleteSurplus(
  { kube, resource }: ActContext,
  change: Change & { readonly action: 'delete' },
  signal: AbortSignal,
): Promise<void> {
  const key = { ...namespaceOf(resource), name: change.name };
  try {
    await kube.delete(planeTypes[change.kind], key, { uid: change.uid, propagation: 'Background' }, signal);
  } catch (error) {
    // Another incarnation stands there now: the next pass decides about that one.
    if (!isKubeError(error, 'KubeConflict')) throw error;
  }
}

function namespaceOf({ metadata }: DataPlane): { readonly namespace?: string } {
  return metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
}

function encode(value: SecretValue): string {
  return Buffer.from(value.reveal(), 'utf8').toString('base64');
}
