import { customResourceDefinitions } from '../api/crd/definition.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeObject } from '../kube/objects.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import { installTypes } from './kinds.ts';
import { installedByAnnotation, isDowngrade } from './versions.ts';

interface LiveDefinition extends KubeObject {
  readonly status?: { readonly storedVersions?: readonly string[] };
}

/**
 * Refuses kinds that are older than those in the cluster, unless that is allowed; and kinds without a version that objects
 * may still be stored in, always: the API server could not read them any more.
 * @throws PlanewrightError InstallRefused.
 */
export async function refuseOlderKinds(
  client: KubeClient,
  { version, allowDowngrade = false }: { readonly version: string; readonly allowDowngrade?: boolean },
  signal: AbortSignal,
): Promise<void> {
  for (const { metadata, spec } of customResourceDefinitions()) {
    const type = installTypes.CustomResourceDefinition;
    const live = await client.get<LiveDefinition>(type, { name: metadata.name }, signal);
    const installed = live?.metadata.annotations?.[installedByAnnotation];
    if (!allowDowngrade && installed !== undefined && isDowngrade(installed, version)) {
      throw new PlanewrightError(
        'InstallRefused',
        `CRD ${metadata.name} is of Planewright ${installed}; this is ${version}, whose schema may lack fields that are in use.`,
      );
    }
    const served = new Set<string>(spec.versions.map(({ name }) => name));
    const stored = (live?.status?.storedVersions ?? []).filter((name) => !served.has(name));
    if (stored.length > 0) {
      throw new PlanewrightError(
        'InstallRefused',
        `Objects of CRD ${metadata.name} may be stored in version ${stored.join(', ')}, which Planewright ${version} does not have.`,
        { next: 'Install a version that has it, and let it store every object anew before this one comes.' },
      );
    }
  }
}
