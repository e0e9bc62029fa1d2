import { sentenceOf } from '../runtime/errors.ts';
import { realNetwork, restCall, type Network, type RestCall } from './rest.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Azure's APIs, as whoever its default chain finds: variables, workload identity, managed identity, `az login`. */
export async function azureCall(env: Environment): Promise<RestCall> {
  const token = await azureToken();
  return restCall((url) => token(scopeOf(url)), vaultsAt(env, realNetwork(env)));
}

/** A token for a scope, renewed by the library before it ends. */
export async function azureToken(): Promise<(scope: string) => Promise<string>> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  const credential = new DefaultAzureCredential();
  return async (scope) => {
    const token = await credential.getToken(scope).catch((error: unknown) => {
      throw withReasons(error);
    });
    return token.token;
  };
}

/** The library's first line says that a chain has failed; why stands below it, or in the errors of its links. */
function withReasons(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { errors } = error as { readonly errors?: unknown };
  const each: readonly unknown[] = Array.isArray(errors) ? errors : [error];
  const reasons = each.map((one) => sentenceOf(one).replaceAll(/\s+/g, ' ').slice(0, 300));
  // Nobody is signed out by a network that is down.
  const isNetwork = reasons.every((reason) => reason.includes('network_error'));
  return Object.assign(new Error(reasons.join('; '), { cause: error }), isNetwork ? {} : { name: error.name });
}

/**
 * `AZURE_KEY_VAULT_ENDPOINT_URL` names what stands in for every vault, since Azure's own tools have no such variable; the
 * audience of the token stays that of the vault.
 */
function vaultsAt({ AZURE_KEY_VAULT_ENDPOINT_URL: other }: Environment, network: Network): Network {
  if (other === undefined) return network;
  return { ...network, to: (origin) => network.to(origin.endsWith('.vault.azure.net') ? other : origin) };
}

/** The audience of a token: that of the API which the URL belongs to. */
export function scopeOf(url: string): string {
  const { hostname } = new URL(url);
  if (hostname.endsWith('.vault.azure.net')) return 'https://vault.azure.net/.default';
  if (hostname.endsWith('.blob.core.windows.net')) return 'https://storage.azure.com/.default';
  return 'https://management.azure.com/.default';
}
