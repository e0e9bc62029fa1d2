import type { Organization, Project } from '../api/index.ts';
import { sameJson } from '../runtime/canonical-json.ts';
import { keyOf } from '../kube/object-key.ts';
import type { KubeObject, ObjectKey } from '../kube/objects.ts';
import type { ObjectStore, Subscription } from '../kube/store.ts';
import type { Dependant } from '../organization/kinds.ts';

/** `namespace/name` of the Organization that a resource belongs to. */
export function organizationOf({ metadata, spec }: Dependant): string {
  return `${spec.organizationRef.namespace ?? metadata.namespace ?? ''}/${spec.organizationRef.name}`;
}

/** Wakes those of `store` that refer to an object by the index `name`, whenever that object changes in what matters. */
export function wakeReferrers<T extends KubeObject, R extends KubeObject>(
  changing: ObjectStore<T>,
  referring: {
    readonly store: ObjectStore<R>;
    readonly name: string;
    readonly values: (object: R) => readonly string[];
  },
  enqueue: (key: ObjectKey, initial?: boolean) => void,
  matters: NonNullable<Subscription<T>['matters']> = () => true,
): void {
  referring.store.addIndex(referring.name, referring.values);
  changing.subscribe(enqueue, {
    matters,
    keys: ({ metadata }) =>
      referring.store.byIndex(referring.name, `${metadata.namespace ?? ''}/${metadata.name}`).map(keyOf),
  });
}

/** What of an Organization concerns those that belong to it: who it is, whether it works, and to whom it is open. */
export function organizationMatters(before: Organization | undefined, after: Organization | undefined): boolean {
  return !sameJson(concernOfOrganization(before), concernOfOrganization(after));
}

function concernOfOrganization(organization: Organization | undefined): unknown {
  if (organization === undefined) return undefined;
  const { metadata, spec, status } = organization;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return [metadata.uid, metadata.deletionTimestamp, metadata.generation, spec, status?.organization, ready?.status];
}

/** What of a Project concerns those that refer to it: which one it is at the vendor. */
export function projectMatters(before: Project | undefined, after: Project | undefined): boolean {
  const concern = (project: Project | undefined): unknown =>
    project && [
      project.metadata.uid,
      project.metadata.deletionTimestamp,
      project.spec.name,
      project.status?.remote?.id,
    ];
  return !sameJson(concern(before), concern(after));
}

/** Labels, annotations and the end of a namespace: selectors, requests for copies, and letting go depend on them. */
export function namespaceMatters(before: KubeObject | undefined, after: KubeObject | undefined): boolean {
  const concern = (namespace: KubeObject | undefined): unknown =>
    namespace && [
      namespace.metadata.labels,
      namespace.metadata.annotations,
      namespace.metadata.deletionTimestamp !== undefined,
    ];
  return !sameJson(concern(before), concern(after));
}
