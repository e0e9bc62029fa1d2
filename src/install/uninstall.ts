import { kinds } from '../api/index.ts';
import { resourceTypeOf } from '../api/kind.ts';
import { applySet } from '../kube/apply-set.ts';
import type { KubeClient } from '../kube/client.ts';
import { isKubeError } from '../kube/kube-error.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import { installSet } from './install.ts';
import { installTypes } from './kinds.ts';

export interface Uninstallation {
  /** Namespace of the operator. */
  readonly namespace: string;
  /** Whether the kinds go too, and with them every resource of them. Refused while there is one. */
  readonly crds: boolean;
}

/** What stays in the cluster, by kind of thing. */
export interface Leftover {
  readonly what: string;
  readonly why: string;
}

/**
 * Takes the operator away again, what was made last first. Planes go on running, and the organizations stay as they are:
 * nobody looks after them any more.
 * @returns what was deleted, and what stays.
 * @throws PlanewrightError InstallRefused where deleting the kinds would delete resources.
 */
export async function uninstall(
  client: KubeClient,
  { namespace, crds }: Uninstallation,
  signal: AbortSignal,
): Promise<{ readonly deleted: readonly string[]; readonly left: readonly Leftover[] }> {
  const resources = await countResources(client, signal);
  const total = resources.reduce((sum, { count }) => sum + count, 0);
  const listed = resources.map(({ kind, plural, count }) => `${count} ${count === 1 ? kind : plural}`).join(', ');
  if (crds && total > 0) {
    throw new PlanewrightError('InstallRefused', `Deleting the kinds would delete ${listed} with them.`, {
      next: 'Delete the resources first, while the operator runs: it knows what must happen to what they stand for.',
    });
  }
  const { pruned } = await applySet(installSet(client, namespace), [], signal);
  const deleted = pruned.filter(({ became }) => became === 'deleted').map(({ entry }) => `${entry.kind} ${entry.name}`);
  await client.delete(configMaps, { namespace, name: 'planewright-installation' }, {}, signal);
  if (crds) deleted.push(...(await deleteKinds(client, signal)));
  const left: Leftover[] = [{ what: `namespace ${namespace}`, why: 'it holds the key by which secrets are compared' }];
  if (!crds) left.push({ what: `${kinds.length} kinds`, why: 'deleting them deletes every resource; --crds does' });
  if (total > 0)
    left.push({ what: listed, why: 'nobody looks after them any more, and those with finalizers cannot go' });
  return { deleted, left };
}

const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true } as const;

async function countResources(client: KubeClient, signal: AbortSignal) {
  const counts: { kind: string; plural: string; count: number }[] = [];
  for (const definition of kinds) {
    try {
      let count = 0;
      let page = await client.list(resourceTypeOf(definition), { limit: 500, metadataOnly: true }, signal);
      count += page.items.length;
      while (page.continue !== undefined) {
        const more = { limit: 500, metadataOnly: true, continue: page.continue };
        page = await client.list(resourceTypeOf(definition), more, signal);
        count += page.items.length;
      }
      if (count > 0) counts.push({ kind: definition.kind, plural: definition.plural, count });
    } catch (error) {
      // A kind that is not there has no resources.
      if (!isKubeError(error, 'KubeKindMissing') && !isKubeError(error, 'KubeNotFound')) throw error;
    }
  }
  return counts;
}

async function deleteKinds(client: KubeClient, signal: AbortSignal): Promise<readonly string[]> {
  const deleted: string[] = [];
  for (const { plural } of [...kinds].reverse()) {
    const name = `${plural}.planewright.dev`;
    await client.delete(installTypes.CustomResourceDefinition, { name }, {}, signal);
    deleted.push(`CustomResourceDefinition ${name}`);
  }
  return deleted;
}
