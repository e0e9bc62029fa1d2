import type { DataPlane } from '../../api/index.ts';
import { sourceTexts } from '../../api/secret-source.ts';
import { sourceSecretsOf } from '../../dataplane/dependencies.ts';
import { planeSecretName } from '../../dataplane/contract/secret.ts';
import { beyondStatus } from '../../kube/beyond-status.ts';
import type { Controller } from '../../kube/controller.ts';
import { keyOf } from '../../kube/object-key.ts';
import type { KubeObject, ObjectKey } from '../../kube/objects.ts';
import { sameJson } from '../../runtime/canonical-json.ts';
import { controllerFor, type ControllerContext } from '../context.ts';
import type { SourcesEngine } from '../sources/reconcile.ts';
import type { Views } from '../views.ts';

/** Secrets that stores fill: woken by what their annotations say, and by the planes that are made from them. */
export function secretSourcesController(context: ControllerContext, sources: SourcesEngine): Controller {
  const { views } = context;
  const controller = controllerFor(context, 'secretsources', (key, signal) => sources.reconcile(key, signal));
  // Not by their values: those are ours, and a look at the store for each write of ours would be one too many.
  views.secrets.store.subscribe(controller.enqueue, { keys: ownKeyIfDeclared, matters: declarationMatters });
  views.dataPlanes.store.subscribe(controller.enqueue, {
    matters: beyondStatus,
    keys: ({ metadata: { namespace = '' }, spec }) =>
      sourceSecretsOf(spec)
        // One that is not seen yet tells by itself when it is.
        .flatMap((name) => views.secrets.store.get({ namespace, name }) ?? [])
        .flatMap(ownKeyIfDeclared),
  });
  return controller;
}

/** The planes that are made from a Secret and that are ours to change; none where its namespace is not governed. */
export function planesMadeFrom(
  { dataPlanes, secrets }: Views,
  { name, namespace = '' }: ObjectKey,
): readonly DataPlane[] {
  if (secrets.health(namespace) === undefined) return [];
  // What we compose for the pods is nobody's source.
  if (name === planeSecretName) return [];
  return dataPlanes.store
    .list(namespace)
    .filter(
      ({ metadata, spec }) =>
        metadata.deletionTimestamp === undefined &&
        spec.policy.management === 'Full' &&
        sourceSecretsOf(spec).includes(name),
    );
}

function ownKeyIfDeclared(secret: KubeObject): readonly ObjectKey[] {
  return sourceTexts(secret.metadata.annotations).length === 0 ? [] : [keyOf(secret)];
}

function declarationMatters(before: KubeObject | undefined, after: KubeObject | undefined): boolean {
  const concern = (secret: KubeObject | undefined): unknown =>
    secret && [secret.metadata.uid, sourceTexts(secret.metadata.annotations)];
  return !sameJson(concern(before), concern(after));
}
