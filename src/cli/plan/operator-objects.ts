import { identityContracts } from '../../dataplane/contract/identity.ts';
import { installObjects, operatorName } from '../../install/objects.ts';
import type { ClusterObject } from '../../../stacks/cluster/object.ts';
import { governedNamespaces, operatorIdentity } from '../../../stacks/cluster/objects.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { version } from '../version.ts';

/** The operator's own objects for an environment, with the identity by which it reads the plane's secrets. */
export function operatorObjects(environment: Environment, outputs: PlaneOutputs | undefined): readonly ClusterObject[] {
  const identity = operatorIdentity(environment, outputs);
  const label = outputs?.provider === 'azure' ? identityContracts.azure.podLabel : undefined;
  const objects = installObjects({
    namespace: 'planewright-system',
    governedNamespaces: governedNamespaces(environment),
    image: `planewright:${version}`,
  });
  return (objects as unknown as readonly ClusterObject[]).map((object) => {
    if (object.kind === 'ServiceAccount' && object.metadata.name === operatorName) return annotated(object, identity);
    return object.kind === 'Deployment' && label !== undefined ? withPodLabel(object, label) : object;
  });
}

function annotated(object: ClusterObject, annotations: Readonly<Record<string, string>>): ClusterObject {
  if (Object.keys(annotations).length === 0) return object;
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } },
  };
}

interface Deployed {
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> } };
  };
}

/** Azure's webhook looks at pods that carry the label, and at no others. */
function withPodLabel(object: ClusterObject, { name, value }: { name: string; value: string }): ClusterObject {
  const { spec } = object as unknown as Deployed;
  const labels = { ...spec.template.metadata.labels, [name]: value };
  return {
    ...object,
    spec: { ...spec, template: { ...spec.template, metadata: { ...spec.template.metadata, labels } } },
  };
}
