import { realNetwork, restCall, type RestCall } from './rest.ts';

/** Azure's APIs, as whoever its default chain finds: variables, workload identity, managed identity, `az login`. */
export async function azureCall(env: Readonly<Record<string, string | undefined>>): Promise<RestCall> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  const credential = new DefaultAzureCredential();
  return restCall(async (url) => (await credential.getToken(scopeOf(url))).token, realNetwork(env));
}

/** The audience of a token: that of the API which the URL belongs to. */
export function scopeOf(url: string): string {
  const { hostname } = new URL(url);
  if (hostname.endsWith('.vault.azure.net')) return 'https://vault.azure.net/.default';
  if (hostname.endsWith('.blob.core.windows.net')) return 'https://storage.azure.com/.default';
  return 'https://management.azure.com/.default';
}
