import type * as pulumi from '@pulumi/pulumi';
import type { AzureEnvironment } from '../environment/schema/environment.ts';

/** Where everything of an environment is made. */
export interface Site {
  readonly environment: AzureEnvironment;
  /** Provider of the subscription: no other is ever touched. */
  readonly provider: pulumi.ProviderResource;
  readonly group: GroupReference;
}

export interface GroupReference {
  /** The name, and with it the order: nothing is made before its group. */
  readonly name: pulumi.Input<string>;
  /** The same name, for ids that are written down before anything is made. */
  readonly plainName: string;
  readonly location: string;
}

/** Id of an object of a group, known beforehand because its name is ours. `path` is `<provider>/<type>/<name>`. */
export function resourceId(environment: AzureEnvironment, group: string, path: string): string {
  return `/subscriptions/${environment.spec.cloud.subscriptionId}/resourceGroups/${group}/providers/${path}`;
}

/** What a resource id says: its group and its name. Schema `resourceId` has seen to its form. */
export function partsOf(id: string): { readonly group: string; readonly name: string } {
  const steps = id.split('/');
  return { group: steps[4] ?? '', name: steps.at(-1) ?? '' };
}
