import { isPlainObject } from '../runtime/canonical-json.ts';
import type { Transport } from '../runtime/transport.ts';
import { bodyOf, malformed } from './answers.ts';
import { asKubeError } from './kube-client.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import { errorOfAnswer, type Attempted } from './status-answer.ts';

/** Tells where a kind lives in the REST API; undefined where the server does not serve it. */
export type TypeOf = (object: Pick<KubeObject, 'apiVersion' | 'kind'>) => ResourceType | undefined;

/**
 * Asks the API server which kinds it serves, of those versions that the objects are of: for kinds that are not known
 * beforehand, since somebody else defines them.
 * @throws KubeError where the server cannot be asked.
 */
export async function servedTypes(
  transport: Transport,
  objects: readonly Pick<KubeObject, 'apiVersion'>[],
  signal: AbortSignal,
): Promise<TypeOf> {
  const types = new Map<string, ResourceType>();
  for (const apiVersion of new Set(objects.map((object) => object.apiVersion))) {
    for (const type of await typesOf(transport, apiVersion, signal)) types.set(`${apiVersion} ${type.kind}`, type);
  }
  return ({ apiVersion, kind }) => types.get(`${apiVersion} ${kind}`);
}

async function typesOf(
  transport: Transport,
  apiVersion: string,
  signal: AbortSignal,
): Promise<readonly ResourceType[]> {
  const [first = '', second] = apiVersion.split('/');
  const [group, version] = second === undefined ? ['', first] : [first, second];
  const path = group === '' ? `/api/${version}` : `/apis/${apiVersion}`;
  const attempted: Attempted = { what: `list kinds of ${apiVersion}`, confidential: false };
  const request = { method: 'GET', path, headers: { accept: 'application/json' } } as const;
  const response = await transport(request, signal).catch((error: unknown) => {
    throw asKubeError(attempted, error, signal);
  });
  if (response.status === 404) return [];
  if (response.status !== 200) throw errorOfAnswer(attempted, response);
  const { resources } = bodyOf(attempted, response);
  if (!Array.isArray(resources)) throw malformed(attempted, 'no list of kinds');
  return resources.filter(isPlainObject).flatMap(({ name, kind, namespaced }) => {
    // A name with a slash is a subresource.
    if (typeof name !== 'string' || typeof kind !== 'string' || name.includes('/')) return [];
    return [{ group, version, plural: name, kind, namespaced: namespaced === true }];
  });
}
