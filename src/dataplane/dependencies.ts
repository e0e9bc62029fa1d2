import type { DataPlaneSpec } from '../api/index.ts';
import { components } from './contract/components.ts';
import { planeSecretName } from './contract/secret.ts';
import { generatedSecretName } from './secrets/function-secret.ts';

/** Objects of the plane's namespace, besides its own, on which decisions about it depend. */
export interface Dependencies {
  readonly secrets: readonly string[];
  readonly configMaps: readonly string[];
  readonly organizations: readonly string[];
}

type Ref = { readonly name: string; readonly key: string } | undefined;

/** The Secrets of the plane's namespace that its spec refers to. */
export function sourceSecretsOf({ secrets, cloud, api, brainstore }: DataPlaneSpec): readonly string[] {
  const refs: readonly Ref[] = [
    secrets.postgresUrl,
    secrets.redisUrl,
    secrets.licenseKey,
    secrets.functionSecretKey,
    ...(cloud.provider === 'azure' ? [cloud.azure.storageConnectionString] : []),
    ...(cloud.provider === 'google' ? [cloud.google.hmacKey?.accessKeyId, cloud.google.hmacKey?.secretAccessKey] : []),
    ...components.flatMap((component) => {
      const extra = component === 'api' ? api.extraEnv : brainstore[component].extraEnv;
      return (extra ?? []).map(({ secretRef }) => secretRef);
    }),
  ];
  return [...new Set(refs.flatMap((ref) => ref?.name ?? []))].sort();
}

/** What to watch on behalf of a plane: when one of these changes, it is worth another pass. */
export function dependenciesOf(planeName: string, namespace: string, spec: DataPlaneSpec): Dependencies {
  const { api, organizationRef } = spec;
  const names = [...sourceSecretsOf(spec), planeSecretName, generatedSecretName(planeName)];
  const sameNamespace = organizationRef?.namespace === undefined || organizationRef.namespace === namespace;
  return {
    secrets: [...new Set(names)].sort(),
    configMaps: api.customCa === undefined ? [] : [api.customCa.name],
    organizations: organizationRef !== undefined && sameNamespace ? [organizationRef.name] : [],
  };
}
