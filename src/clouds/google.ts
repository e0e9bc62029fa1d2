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
      throw whySignedOut(error) ?? error;
    });
    if (typeof token === 'string') return token;
    throw signedOut('nobody is signed in to Google Cloud');
  };
}

/** The library has no codes for these, and without one each would look like a network that is down. */
function whySignedOut(error: unknown): Error | undefined {
  const message = error instanceof Error ? error.message : '';
  if (/default credentials/.test(message)) return signedOut('nobody is signed in to Google Cloud');
  // Where the file is no JSON, the library quotes it, and it holds a key.
  if (/credential file/.test(message)) return signedOut(whyNoFile(process.env['GOOGLE_APPLICATION_CREDENTIALS'] ?? ''));
  if (/invalid_grant/.test(message))
    return signedOut(`what Google Cloud was signed in to with has ended, or was taken back (${message})`);
  return undefined;
}

/** @param named What the variable holds: by mistake, credentials themselves, which are not repeated. */
function whyNoFile(named: string): string {
  if (/[{\n]/.test(named)) return 'GOOGLE_APPLICATION_CREDENTIALS holds something else than the path of a file';
  return `${named}, which GOOGLE_APPLICATION_CREDENTIALS names, is not there, or holds no credentials`;
}

function signedOut(why: string): Error {
  return Object.assign(new Error(why), { name: 'UNAUTHENTICATED' });
}
