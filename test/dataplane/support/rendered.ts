import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { must } from '../../../src/runtime/must.ts';
import type { PlaneContext } from '../../../src/dataplane/workloads/context.ts';
import type { PlaneKind, PlaneObject } from '../../../src/dataplane/workloads/kinds.ts';
import type { Plain } from '../../../src/dataplane/workloads/plain.ts';
import { parts, renderPlane } from '../../../src/dataplane/workloads/render.ts';

export function allObjects(context: PlaneContext): readonly PlaneObject[] {
  const rendered = renderPlane(context);
  return parts.flatMap((part) => rendered[part]);
}

export function find<K extends PlaneKind>(context: PlaneContext, kind: K, name: string): PlaneObject & { kind: K } {
  const found = allObjects(context).find((object) => object.kind === kind && object.metadata.name === name);
  return must(found, `${kind} ${name}`) as PlaneObject & { kind: K };
}

export function podSpecOf(context: PlaneContext, deployment: string): Plain<V1PodSpec> {
  return must(find(context, 'Deployment', deployment).spec.template.spec, 'a pod template');
}

export function containerOf(context: PlaneContext, deployment: string): Plain<V1Container> {
  return must(podSpecOf(context, deployment).containers[0], 'a container');
}

/** Name and, for literals, value of everything that the container finds in its environment. */
export function environmentOf(context: PlaneContext, deployment: string): Map<string, string> {
  const container = containerOf(context, deployment);
  const from = must(container.envFrom?.[0]?.configMapRef?.name, 'a ConfigMap');
  const { data } = find(context, 'ConfigMap', from);
  const out = new Map(Object.entries(data));
  for (const { name, value, valueFrom } of container.env ?? []) {
    out.set(name, value ?? `secret ${String(valueFrom?.secretKeyRef?.name)}/${String(valueFrom?.secretKeyRef?.key)}`);
  }
  return out;
}
