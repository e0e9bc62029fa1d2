import type { V1EnvVar } from '@kubernetes/client-node';
import type { DataPlaneSpec } from '../../api/index.ts';
import { environment, type EnvironmentName } from '../contract/environment.ts';
import { planeSecretName, type PlaneSecretKey } from '../contract/secret.ts';
import type { Plain } from './plain.ts';

/** Variables by name; one that is undefined is left out. */
export type Variables = { readonly [Name in EnvironmentName]?: string | undefined };

/** The variables that have a value. */
export function definedOnly(variables: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Variables whose values stand in the manifest. */
export function literals(variables: Variables): Plain<V1EnvVar>[] {
  return Object.entries(definedOnly(variables)).map(([name, value]) => ({ name, value }));
}

/** Variables whose values the kubelet takes from the plane's Secret when the container starts. */
export function fromPlaneSecret(keys: { readonly [Name in EnvironmentName]?: PlaneSecretKey }): Plain<V1EnvVar>[] {
  return Object.entries(keys).map(([name, key]) => ({
    name,
    valueFrom: { secretKeyRef: { name: planeSecretName, key } },
  }));
}

type ExtraVariables = DataPlaneSpec['api']['extraEnv'];

/** The user's own variables; those of the contract are left out, because the contract is not theirs to change. */
export function extraVariables(extra: ExtraVariables): Plain<V1EnvVar>[] {
  return (extra ?? [])
    .filter(({ name }) => !isOfContract(name))
    .map(({ name, value, secretRef }) => ({
      name,
      ...(secretRef === undefined ? { value: value ?? '' } : { valueFrom: { secretKeyRef: { ...secretRef } } }),
    }));
}

/** Whether the contract fixes this variable. */
export function isOfContract(name: string): name is EnvironmentName {
  return Object.hasOwn(environment, name);
}
