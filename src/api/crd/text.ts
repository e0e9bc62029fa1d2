import { stringify } from 'yaml';
import { customResourceDefinitions, type CustomResourceDefinition } from './definition.ts';

/** One CRD as YAML that kubectl and YAML 1.2 read alike: what YAML 1.1 would take for a boolean is quoted. */
export function crdAsYaml(crd: CustomResourceDefinition): string {
  return stringify(crd, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/** All CRDs as one stream of YAML documents, in the order of the registry. */
export function crdsAsYaml(): string {
  return customResourceDefinitions().map(crdAsYaml).join('---\n');
}

/** All CRDs as one `v1` List, which kubectl applies too. */
export function crdsAsJson(): string {
  const list = { apiVersion: 'v1', kind: 'List', items: customResourceDefinitions() };
  return JSON.stringify(list, null, 2) + '\n';
}
