import { beyondStatus } from '../../kube/beyond-status.ts';
import type { Controller } from '../../kube/controller.ts';
import { keyOf } from '../../kube/object-key.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { ObjectStore } from '../../kube/store.ts';
import type { Dependant } from '../../organization/kinds.ts';
import type { ControllerContext } from '../context.ts';
import { namespaceMatters, organizationMatters, organizationOf, wakeReferrers } from '../relations.ts';

/** What wakes a resource of any kind that belongs to an Organization: itself, its Organization, its namespace. */
export function wakeDependants<R extends Dependant & KubeObject>(
  { views }: ControllerContext,
  store: ObjectStore<R>,
  { enqueue }: Controller,
): void {
  store.subscribe(enqueue, { matters: beyondStatus });
  const referring = { store, name: 'organization', values: (object: R) => [organizationOf(object)] };
  wakeReferrers(views.organizations.store, referring, enqueue, organizationMatters);
  views.namespaces.store.subscribe(enqueue, {
    matters: namespaceMatters,
    keys: ({ metadata }) => store.list(metadata.name).map(keyOf),
  });
}

/** Wakes resources when the Secret that they refer to changes. */
export function wakeBySecret<
  R extends KubeObject & { readonly spec: { readonly secretRef: { readonly name: string } } },
>({ views }: ControllerContext, store: ObjectStore<R>, { enqueue }: Controller): void {
  const values = ({ metadata, spec }: R): string[] => [`${metadata.namespace ?? ''}/${spec.secretRef.name}`];
  wakeReferrers(views.secrets.store, { store, name: 'secret', values }, enqueue);
}
