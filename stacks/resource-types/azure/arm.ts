import type { NameRule } from '../resource-type.ts';

/** Id of an object of a resource group: `arm('Microsoft.Network/virtualNetworks')`. */
export function arm(type: string): string {
  return `/subscriptions/{account}/resourceGroups/{input.resourceGroupName}/providers/${type}/{name}`;
}

/** Id of an object inside another one: `armWithin('Microsoft.KeyVault/vaults', 'vaultName', 'keys')`. */
export function armWithin(type: string, parent: string, kind: string): string {
  return `/subscriptions/{account}/resourceGroups/{input.resourceGroupName}/providers/${type}/{input.${parent}}/${kind}/{name}`;
}

/** What one needs to create, read, change and delete objects of a type. Source: Azure documentation, "Azure permissions". */
export function operationsOn(type: string): readonly string[] {
  return [`${type}/read`, `${type}/write`, `${type}/delete`];
}

/** Letters, digits, -, _ and dots, as most types of Microsoft.Network take them. */
export function networkName(property: string, max = 80): NameRule {
  return { property, max, pattern: /^[A-Za-z0-9]([-\w.]*\w)?$/, unique: 'account' };
}

/** Name of an object inside another one. */
export function innerName(property: string, max: number, pattern: RegExp, separator: '-' | '' = '-'): NameRule {
  return { property, max, pattern, separator, unique: 'parent' };
}

/** Where names and their limits are published. */
const nameRules = 'Azure documentation, "Naming rules and restrictions for Azure resources"';

/** Where a type, its inputs and its outputs are published. */
export function templateReference(type: string): string {
  return `https://learn.microsoft.com/azure/templates/${type.toLowerCase()}; ${nameRules}`;
}
