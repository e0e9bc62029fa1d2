import { systemClock } from '../../runtime/clock.ts';
import type { Condition } from '../../api/index.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { StandIns } from '../simulator/stand-ins.ts';
import { namespaces } from './scene.ts';
import { objectOf } from './stage.ts';
import { NotAsTold, type Story } from './story.ts';

interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

/** Real milliseconds between two looks at the stand-ins. */
const lookMs = 50;

/** Looks at the stand-ins until `reached`. Throws {@link NotAsTold} after `limitMs` real milliseconds. */
export async function until(
  reached: () => boolean,
  what: string,
  signal: AbortSignal,
  { limitMs = 60_000, meanwhile = () => undefined }: { limitMs?: number; meanwhile?: () => void } = {},
): Promise<void> {
  const end = systemClock.monotonic() + limitMs;
  for (;;) {
    meanwhile();
    if (reached()) return;
    if (systemClock.monotonic() > end) throw new NotAsTold(`${what} within ${limitMs / 1000} s`);
    await systemClock.sleep(lookMs, signal);
  }
}

/** A condition of one of our resources, as `True`, `False`, `Unknown`; undefined where there is none yet. */
export function conditionOf(standIns: StandIns, plural: string, name: string, type: string): Condition | undefined {
  const object = objectOf(standIns, `planewright.dev/${plural}`, namespaces.plane, name) as
    (KubeObject & { status?: { conditions?: readonly Condition[] } }) | undefined;
  return object?.status?.conditions?.find((condition) => condition.type === type);
}

/** Tells each Deployment of the plane when it begins to roll and when all its pods are of the newest template. */
export function rolloutTeller(standIns: StandIns, story: Story): () => void {
  const told = new Map(deployments(standIns).map((deployment) => [deployment.metadata.name, progressOf(deployment)]));
  return () => {
    for (const deployment of deployments(standIns)) {
      const { name } = deployment.metadata;
      const progress = progressOf(deployment);
      if (told.get(name) === progress) continue;
      told.set(name, progress);
      story.line(`${name.padEnd(24)} ${progress}`);
    }
  };
}

export function deployments(standIns: StandIns): readonly Deployment[] {
  return (standIns.kube.objects('apps/deployments') as readonly unknown[] as readonly Deployment[]).filter(
    ({ metadata }) => metadata.namespace === namespaces.plane,
  );
}

function progressOf({ metadata, spec, status }: Deployment): string {
  const wanted = spec.replicas ?? 1;
  const image = spec.template.spec.containers[0]?.image ?? '';
  const version = image.slice(image.lastIndexOf(':') + 1);
  const settled =
    status?.observedGeneration === metadata.generation &&
    status?.replicas === wanted &&
    status.updatedReplicas === wanted &&
    status.availableReplicas === wanted;
  return settled ? `${version}: ${wanted}/${wanted} pods ready` : `${version}: rolling out`;
}
