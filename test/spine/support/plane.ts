import type { DataPlaneSpecInput } from '../../../src/api/index.ts';
import type { Prop } from '../../../src/cli/demo/scene.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { podBehaviour } from '../../support/control-plane/stages.ts';

/** A plane whose pods take a while to become ready, so that there is a middle of a rollout to disturb. */
export function slowly({ type, object }: Prop, readyAfter = '1s'): Prop {
  const podAnnotations = { [podBehaviour.annotation]: 'slow', [podBehaviour.readyAfter]: readyAfter };
  const { spec } = object as KubeObject & { readonly spec: DataPlaneSpecInput };
  const role = { podAnnotations };
  const slow = { ...spec, api: { podAnnotations }, brainstore: { reader: role, fastReader: role, writer: role } };
  return { type, object: { ...object, spec: slow } as KubeObject };
}

interface Deployed extends KubeObject {
  readonly spec?: { readonly template?: { readonly spec?: { readonly containers?: readonly { image?: string }[] } } };
}

/** Tag of a Deployment's image. */
export function imageTagOf(deployment: KubeObject | undefined): string | undefined {
  return (deployment as Deployed | undefined)?.spec?.template?.spec?.containers?.[0]?.image?.split(':').at(-1);
}
