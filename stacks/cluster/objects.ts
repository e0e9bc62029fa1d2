import { identityContracts } from '../../src/dataplane/contract/identity.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import type { Environment, SelfHostedEnvironment } from '../environment/schema/environment.ts';
import type { PlaneOutputs } from '../outputs.ts';
import { dataPlaneObject } from './data-plane.ts';
import type { ClusterObject } from './object.ts';
import { organizationObject } from './organization.ts';
import { trustsByToken } from './plane-cloud.ts';
import { sourceSecret } from './sources.ts';

export function isSelfHosted(environment: Environment): environment is SelfHostedEnvironment {
  return environment.spec.mode === 'SelfHosted';
}

/**
 * Everything of an environment that stands in the cluster beside the operator, in the order in which it is applied.
 * @param outputs what the program hands over; undefined where there is no plane of ours.
 */
export function clusterObjects(environment: Environment, outputs: PlaneOutputs | undefined): readonly ClusterObject[] {
  const organization = organizationObject(environment);
  const plane = isSelfHosted(environment) && outputs !== undefined ? planeObjects(environment, outputs) : [];
  const given = outputs?.clusterObjects ?? [];
  return [
    ...governedNamespaces(environment).map(namespaceObject),
    ...given.map(asObject),
    ...(organization === undefined ? [] : [organization]),
    ...plane,
  ];
}

/** Namespaces that the operator works in. */
export function governedNamespaces(environment: Environment): readonly string[] {
  const { governed, namespace } = environment.spec.organization;
  const own = isSelfHosted(environment) ? [environment.spec.plane.namespace] : [];
  return [...new Set([...own, ...(governed ? [namespace] : [])])].sort();
}

/** Annotations of the operator's ServiceAccount, by which it is somebody in the cloud and may read its secrets. */
export function operatorIdentity(
  environment: Environment,
  outputs: PlaneOutputs | undefined,
): Readonly<Record<string, string>> {
  if (!isSelfHosted(environment) || outputs === undefined || !trustsByToken(environment)) return {};
  return { [identityContracts[outputs.provider].serviceAccountAnnotation]: operatorIn(outputs) };
}

function operatorIn(outputs: PlaneOutputs): string {
  switch (outputs.provider) {
    case 'aws':
      return outputs.operatorRoleArn;
    case 'google':
      return outputs.operatorServiceAccount;
    case 'azure':
      return outputs.operatorClientId;
  }
}

function planeObjects(environment: SelfHostedEnvironment, outputs: PlaneOutputs): readonly ClusterObject[] {
  return [sourceSecret(environment.spec.plane.namespace, outputs.secrets), dataPlaneObject(environment, outputs)];
}

function namespaceObject(name: string): ClusterObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** What a program hands over is data: it must at least be an object of Kubernetes. */
function asObject(given: Readonly<Record<string, unknown>>): ClusterObject {
  const { apiVersion, kind, metadata } = given;
  const isObject = typeof apiVersion === 'string' && typeof kind === 'string' && isPlainObject(metadata);
  if (!isObject || typeof metadata['name'] !== 'string') {
    throw new TypeError(
      'an object that the program hands over for the cluster lacks apiVersion, kind or metadata.name',
    );
  }
  return { ...given, apiVersion, kind, metadata: { ...metadata, name: metadata['name'] } };
}
