import { compared } from '../../install/compared.ts';
import { installation, installLedger } from '../../install/install.ts';
import { installer } from '../../install/object-change.ts';
import { operatorRepository } from '../../install/image.ts';
import { installTypes } from '../../install/kinds.ts';
import { installedByAnnotation } from '../../install/versions.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { version } from '../version.ts';
import { changedObject, missingObject, type Found } from './found.ts';
import type { Looking } from './looking.ts';
import { isOurs, whoSet } from './who.ts';

/**
 * Where the operator's own objects are not as they were installed. How it was installed (image, replicas, mode) is read
 * from the cluster: a field that differs and that the installer itself set last is another choice, or another version,
 * and no drift. So is an object that its record does not name.
 */
export async function installedDrift(
  { kube: client, managers }: Pick<Looking, 'kube' | 'managers'>,
  where: { readonly namespace: string; readonly governed: readonly string[] },
  signal: AbortSignal,
): Promise<Found> {
  const { namespace, governed } = where;
  const { crds, namespaces, objects } = installation({
    namespace,
    governedNamespaces: governed,
    image: `${operatorRepository}:${version}`,
    version,
  });
  const [first] = crds;
  const crd =
    first &&
    (await client.get<KubeObject>(installTypes.CustomResourceDefinition, { name: first.object.metadata.name }, signal));
  const made = await installLedger(client, namespace).read(signal);
  if (crd === undefined && made.length === 0) {
    return { objects: [], reasons: [`No operator is installed in namespace ${namespace}: planewright install.`] };
  }
  if (made.length === 0) {
    const note = "The operator's own objects were installed by other means than planewright install, and not compared.";
    return { objects: [], reasons: [], note };
  }
  const installed = crd?.metadata.annotations?.[installedByAnnotation];
  if (installed !== undefined && installed !== version) {
    const sentence = `The operator was installed by Planewright ${installed}, and this is ${version}: its objects can be compared after planewright install.`;
    return { objects: [], reasons: [sentence] };
  }
  const found = [];
  for (const wanted of [...namespaces, ...crds, ...objects]) {
    const { kind, metadata } = wanted.object;
    const { live, differing } = await compared(client, wanted, installer, signal);
    if (live === undefined) {
      const recorded = made.some(
        (entry) => entry.kind === kind && entry.name === metadata.name && entry.namespace === metadata.namespace,
      );
      if (recorded || kind === 'CustomResourceDefinition') found.push(missingObject(wanted.object));
      continue;
    }
    if (differing.length === 0) continue;
    const managed = await managers(wanted.type, live, signal);
    const foreign = differing.filter(({ field }) => !isOurs(managed, field));
    const who = whoSet(
      managed,
      foreign.map(({ field }) => field),
    );
    if (foreign.length > 0) found.push(changedObject(wanted.object, foreign, who));
  }
  return { objects: found, reasons: [] };
}
