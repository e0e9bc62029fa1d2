import { realNetwork, restCall, type RestCall } from './rest.ts';

/** Azure's APIs, as whoever its default chain finds: variables, workload identity, managed identity, `az login`. */
export async function azureCall(env: Readonly<Record<string, string | undefined>>): Promise<RestCall> {
  const token = await azureToken();
  return restCall((url) => token(scopeOf(url)), realNetwork(env));
}

/** A token for a scope, renewed by the library before it ends. */
export async function azureToken(): Promise<(scope: string) => Promise<string>> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  const credential = new DefaultAzureCredential();
  return async (scope) => (await credential.getToken(scope)).token;
}

/** The audience of a token: that of the API which the URL belongs to. */
export function scopeOf(url: string): string {
  const { hostname } = new URL(url);
  if (hostname.endsWith('.vault.azure.net')) return 'https://vault.azure.net/.default';
  if (hostname.endsWith('.blob.core.windows.net')) return 'https://storage.azure.com/.default';
  return 'https://management.azure.com/.default';
}
