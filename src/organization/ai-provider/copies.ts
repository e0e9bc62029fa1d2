import { createHash } from 'node:crypto';
import type { AIProvider } from '../../api/index.ts';
import type { KubeClient } from '../../kube/client.ts';
import { KubeError } from '../../kube/kube-error.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import type { ChangeOf } from '../change.ts';
import type { Lists } from '../context.ts';
import { nameOf, secretType } from '../kinds.ts';
import { selects } from '../label-selector.ts';

/** A namespace asks for keys with this annotation: `namespace/name` of AIProviders, separated by commas. */
export const askAnnotation = 'planewright.dev/ai-providers';
const ownerAnnotation = 'planewright.dev/owner';
const fieldManager = 'planewright';

export interface WantedCopy {
  readonly namespace: string;
  readonly secretName: string;
  /** It is gone, whatever status says. */
  readonly lost: boolean;
}

/** Both sides must agree: the provider's selector matches the namespace, and the namespace asks. */
export function wantedCopies(resource: AIProvider, lists: Lists): WantedCopy[] {
  const { copies } = resource.spec;
  if (copies === undefined || resource.metadata.deletionTimestamp !== undefined) return [];
  const secretName = copies.secretName ?? resource.metadata.name;
  const asking = lists
    .namespaces()
    .filter(({ name, terminating }) => !terminating && name !== resource.metadata.namespace)
    .filter(({ annotations }) => asked(annotations[askAnnotation], nameOf(resource)))
    .filter(({ labels }) => selects(copies.namespaceSelector, labels));
  return asking
    .map(({ name: namespace }) => {
      const version = lists.secretVersion?.({ namespace, name: secretName });
      return { namespace, secretName, lost: version?.state === 'absent' };
    })
    .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

/**
 * A view may be behind our own write, and would have the copy made again at every pass: what looks lost although it was
 * made is asked for. Where that is refused it stays lost, and making it anew says why it cannot.
 */
export async function confirmLost(
  kube: KubeClient,
  resource: AIProvider,
  wanted: readonly WantedCopy[],
  signal: AbortSignal,
): Promise<WantedCopy[]> {
  const made = new Set((resource.status?.copies ?? []).map(({ namespace }) => namespace));
  return Promise.all(
    wanted.map(async (copy) => {
      if (!copy.lost || !made.has(copy.namespace)) return copy;
      try {
        const key = { namespace: copy.namespace, name: copy.secretName };
        return { ...copy, lost: (await kube.get(secretType, key, signal)) === undefined };
      } catch (error) {
        if (!(error instanceof KubeError)) throw error;
        return copy;
      }
    }),
  );
}

function asked(annotation: string | undefined, name: string): boolean {
  return (annotation ?? '')
    .split(',')
    .map((part) => part.trim())
    .includes(name);
}

/** What must be copied and what must be taken away, given what was copied so far. */
export function copyChanges(
  resource: AIProvider,
  wanted: readonly WantedCopy[],
  hash: string | undefined,
): (ChangeOf<'copy.apply'> | ChangeOf<'copy.delete'>)[] {
  const done = resource.status?.copies ?? [];
  const { name } = resource.spec;
  const stale = done
    .filter(
      (copy) =>
        !wanted.some(({ namespace, secretName }) => namespace === copy.namespace && secretName === copy.secretName),
    )
    .map(({ namespace, secretName }) => ({
      operation: 'copy.delete' as const,
      reason: 'NoLongerRequested' as const,
      name,
      namespace,
      secretName,
    }));
  if (hash === undefined) return stale;
  const due = wanted
    .map((copy) => ({ copy, before: done.find(({ namespace }) => namespace === copy.namespace) }))
    .filter(({ copy, before }) => copy.lost || before?.secretName !== copy.secretName || before.secretHash !== hash)
    .map(({ copy: { namespace, secretName }, before }) => ({
      operation: 'copy.apply' as const,
      reason: before === undefined ? ('Requested' as const) : ('SecretChanged' as const),
      name,
      namespace,
      secretName,
    }));
  return [...stale, ...due];
}

interface SecretObject extends KubeObject {
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Makes or refreshes one copy. False where a Secret of that name is there that is not this provider's copy. */
export async function applyCopy(
  kube: KubeClient,
  resource: AIProvider,
  to: { readonly namespace: string; readonly secretName: string },
  value: SecretValue,
  signal: AbortSignal,
): Promise<boolean> {
  const key = { namespace: to.namespace, name: to.secretName };
  const there = await kube.get(secretType, key, signal);
  if (there !== undefined && !isCopyOf(there, resource)) return false;
  const copy: SecretObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...key,
      labels: {
        'app.kubernetes.io/managed-by': 'planewright',
        'planewright.dev/owner-kind': resource.kind,
        'planewright.dev/owner-name': labelValue(resource.metadata.name),
      },
      annotations: { [ownerAnnotation]: nameOf(resource) },
    },
    type: 'Opaque',
    data: { [resource.spec.secretRef.key]: Buffer.from(value.reveal(), 'utf8').toString('base64') },
  };
  await kube.apply(secretType, copy, { fieldManager, force: true }, signal);
  return true;
}

/** Takes one copy away; a Secret that is not this provider's copy stays. */
export async function deleteCopy(
  kube: KubeClient,
  resource: AIProvider,
  from: { readonly namespace: string; readonly secretName: string },
  signal: AbortSignal,
): Promise<void> {
  const key = { namespace: from.namespace, name: from.secretName };
  const there = await kube.get(secretType, key, signal);
  if (there === undefined || !isCopyOf(there, resource)) return;
  await kube.delete(secretType, key, there.metadata.uid === undefined ? {} : { uid: there.metadata.uid }, signal);
}

function isCopyOf(secret: KubeObject, resource: AIProvider): boolean {
  const { labels = {}, annotations = {} } = secret.metadata;
  return labels['app.kubernetes.io/managed-by'] === 'planewright' && annotations[ownerAnnotation] === nameOf(resource);
}

/** Label values end at 63 characters, names of objects at 253. */
function labelValue(name: string): string {
  return name.length <= 63 ? name : createHash('sha256').update(name).digest('hex').slice(0, 63);
}
