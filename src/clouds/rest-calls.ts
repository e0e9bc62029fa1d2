import type { RestCall } from './rest.ts';

/** How Google Cloud and Azure are called, made when it is needed; or what stands in for them in a test. */
export interface RestCalls {
  readonly google: () => Promise<RestCall>;
  readonly azure: () => Promise<RestCall>;
}

/** @param env Where endpoints and proxies are read from. */
export function restCalls(env: Readonly<Record<string, string | undefined>>): RestCalls {
  return {
    google: async () => (await import('./google.ts')).googleCall(env),
    azure: async () => (await import('./azure.ts')).azureCall(env),
  };
}
