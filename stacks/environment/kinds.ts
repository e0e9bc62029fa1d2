import type {
  AwsEnvironment,
  AzureEnvironment,
  ByocAwsEnvironment,
  ByocGoogleEnvironment,
  Environment,
  GoogleEnvironment,
} from './schema/environment.ts';

/** What is done with an environment, by what it is: one function for each mode and cloud. */
export interface PerKind<T> {
  readonly byocAws: (environment: ByocAwsEnvironment) => T;
  readonly byocGoogle: (environment: ByocGoogleEnvironment) => T;
  readonly aws: (environment: AwsEnvironment) => T;
  readonly google: (environment: GoogleEnvironment) => T;
  readonly azure: (environment: AzureEnvironment) => T;
  readonly saas: () => T;
}

/** Calls the one that fits. The compiler cannot tell the kinds apart by what stands two levels deep; this does. */
export function byKind<T>(environment: Environment, per: PerKind<T>): T {
  if (isByocAws(environment)) return per.byocAws(environment);
  if (isByocGoogle(environment)) return per.byocGoogle(environment);
  if (isAws(environment)) return per.aws(environment);
  if (isGoogle(environment)) return per.google(environment);
  if (isAzure(environment)) return per.azure(environment);
  return per.saas();
}

function isByocAws(environment: Environment): environment is ByocAwsEnvironment {
  return environment.spec.mode === 'BYOC' && environment.spec.cloud.provider === 'aws';
}

function isByocGoogle(environment: Environment): environment is ByocGoogleEnvironment {
  return environment.spec.mode === 'BYOC' && environment.spec.cloud.provider === 'google';
}

export function isAws(environment: Environment): environment is AwsEnvironment {
  return environment.spec.mode === 'SelfHosted' && environment.spec.cloud.provider === 'aws';
}

export function isGoogle(environment: Environment): environment is GoogleEnvironment {
  return environment.spec.mode === 'SelfHosted' && environment.spec.cloud.provider === 'google';
}

export function isAzure(environment: Environment): environment is AzureEnvironment {
  return environment.spec.mode === 'SelfHosted' && environment.spec.cloud.provider === 'azure';
}
