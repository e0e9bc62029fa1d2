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
  return async (scope) => (await credential.getToken(scope)).token;
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
