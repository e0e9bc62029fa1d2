import { customResourceDefinitions } from '../../../src/api/crd/definition.ts';
import { governedRights, installObjects, operatorName } from '../../../src/install/objects.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { eventually, type Connection } from '../../support/control-plane/connection.ts';

export const operatorNamespace = 'planewright-system';
/** The operator, as the API server's audit log names it. */
export const operatorUser = `system:serviceaccount:${operatorNamespace}:${operatorName}`;

const clusterScoped = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition']);

/**
 * Installs CRDs, rights and the operator's Deployment by server-side apply. That Deployment's pods are pretended ones;
 * the process under test does their work, with their service account's token.
 */
export async function install(cluster: Connection, governed: readonly string[]): Promise<void> {
  for (const definition of customResourceDefinitions()) await apply(cluster, definition);
  const objects = installObjects({
    namespace: operatorNamespace,
    governedNamespaces: [],
    image: 'example.test/planewright:test',
  });
  for (const object of objects) await apply(cluster, object);
  for (const namespace of governed) {
    for (const object of governedRights(namespace, operatorNamespace)) await apply(cluster, object);
  }
  for (const { spec } of customResourceDefinitions()) {
    await eventually(`${spec.names.plural} to be served`, async () => {
      const path = `/apis/${spec.group}/v1alpha1/${spec.names.plural}`;
      const { status } = await cluster.adminTransport({ method: 'GET', path }, AbortSignal.timeout(10_000));
      return status === 200 ? true : undefined;
    });
  }
}

/** Applies one object of an installation as its installer does. */
export async function apply(cluster: Connection, object: KubeObject): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  const plural = `${kind.toLowerCase()}s`;
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const place = clusterScoped.has(kind) ? '' : `/namespaces/${metadata.namespace ?? ''}`;
  await cluster.send({
    method: 'PATCH',
    path: `${root}${place}/${plural}/${metadata.name}`,
    query: { fieldManager: 'installer', force: 'true', fieldValidation: 'Strict' },
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify(object),
  });
}
