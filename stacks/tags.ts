import type { Environment } from './environment/schema/environment.ts';

/**
 * Tags on everything that is made on AWS and Azure. `BraintrustDeploymentName` is the vendor's own, by which its support
 * finds a deployment. Source: vendor's AWS module, 4.1.
 */
export function tagsOf(environment: Environment): Readonly<Record<string, string>> {
  const { name } = environment.metadata;
  const own = { 'planewright:environment': name, BraintrustDeploymentName: name };
  return environment.spec.mode === 'SaaS' ? own : { ...environment.spec.tags, ...own };
}

/** The same as labels of Google Cloud, which take lower-case letters, digits, - and _ only. */
export function labelsOf(environment: Environment): Readonly<Record<string, string>> {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^-_a-z0-9]/g, '-')
      .slice(0, 63);
  return Object.fromEntries(Object.entries(tagsOf(environment)).map(([key, value]) => [plain(key), plain(value)]));
}
