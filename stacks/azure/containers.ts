import type { AzureEnvironment } from '../environment/schema/environment.ts';
import type { ContainerRole } from './references.ts';

/** Containers as the vendor calls them: renaming one orphans its data. Source: vendor's Azure module 1.1.0. */
const vendorNames = {
  brainstore: 'brainstore',
  responses: 'responses',
  codeBundles: 'code-bundles',
} as const satisfies Record<ContainerRole, string>;

export function containerNamesOf({ spec: { storage } }: AzureEnvironment): Readonly<Record<ContainerRole, string>> {
  if (storage.type === 'New') return vendorNames;
  const { brainstore, responses, codeBundles } = storage;
  return { brainstore, responses, codeBundles };
}
