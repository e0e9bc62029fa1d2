import { realNetwork, restCall, type RestCall } from './rest.ts';

/**
 * Google Cloud's APIs as whoever the application default credentials say (variables, `gcloud auth application-default
 * login`, workload identity). `CLOUDSDK_API_ENDPOINT_OVERRIDES_<API>` names another endpoint, as it does for gcloud.
 * @param env Where overrides and proxies are read from.
 */
export async function googleCall(env: Readonly<Record<string, string | undefined>>): Promise<RestCall> {
  const call = restCall(await googleToken(), realNetwork(env));
  return (request, signal) => call({ ...request, url: overridden(request.url, env) }, signal);
}

/** `https://secretmanager.googleapis.com/v1/…` → `http://127.0.0.1:1234/v1/…` */
export function overridden(url: string, env: Readonly<Record<string, string | undefined>>): string {
  const { hostname } = new URL(url);
  const api = hostname.split('.')[0] ?? '';
  const other = env[`CLOUDSDK_API_ENDPOINT_OVERRIDES_${api.toUpperCase()}`];
  if (other === undefined || !hostname.endsWith('.googleapis.com')) return url;
  return url.replace(`https://${hostname}`, other.replace(/\/$/, ''));
}

/** An access token for all of Google Cloud, renewed by the library before it ends. */
export async function googleToken(): Promise<() => Promise<string>> {
  const { GoogleAuth } = await import('./google-auth.ts');
  const auth = new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/cloud-platform'] });
  return async () => {
    const token = await auth.getAccessToken().catch((error: unknown) => {
      // The library has no code for it, and without one it would look like a network that is down.
      if (error instanceof Error && /default credentials/.test(error.message)) return undefined;
      throw error;
    });
    if (typeof token === 'string') return token;
    throw Object.assign(new Error('nobody is signed in to Google Cloud'), { name: 'UNAUTHENTICATED' });
  };
}
