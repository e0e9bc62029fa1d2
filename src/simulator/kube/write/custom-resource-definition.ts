import type { FieldError } from '../api-error.ts';
import { CelRuleError } from '../cel/rule.ts';
import { checkRuleTypes } from '../cel/type-check.ts';
import { kindsOf } from '../kinds.ts';
import { at, listOf, recordOf, textOf, type StoredObject } from '../object.ts';
import { SchemaError } from '../schema/schema-node.ts';
import type { World } from '../world.ts';

export const definitionResource = 'apiextensions.k8s.io/customresourcedefinitions';

/** What is wrong with a definition: names, versions, and the path of a schema or rule that cannot work. */
export function definitionErrors(definition: StoredObject): FieldError[] {
  const { name } = definition.metadata;
  const spec = recordOf(definition['spec']);
  const versions = listOf(spec['versions']);
  const errors: FieldError[] = [];
  const refuse = (field: string, message: string): number =>
    errors.push({
      reason: message.startsWith('Required value') ? 'FieldValueRequired' : 'FieldValueInvalid',
      field,
      message,
    });
  const expected = `${String(at(spec, 'names', 'plural'))}.${String(spec['group'])}`;
  if (name !== expected) refuse('metadata.name', `Invalid value: "${name}": must be spec.names.plural+"."+spec.group`);
  if (versions.filter((version) => at(version, 'storage') === true).length !== 1) {
    refuse('spec.versions', 'Invalid value: must have exactly one version marked as storage version');
  }
  for (const [index, version] of versions.entries()) {
    if (at(version, 'schema', 'openAPIV3Schema') !== undefined) continue;
    refuse(`spec.versions[${index}].schema.openAPIV3Schema`, 'Required value: schemas are required');
  }
  try {
    for (const kind of kindsOf(definition)) checkRuleTypes(kind.schema);
  } catch (error) {
    if (!(error instanceof SchemaError || error instanceof CelRuleError)) throw error;
    const schema = versions.length === 1 ? 'spec.validation' : 'spec.versions[0].schema';
    refuse(`${schema}.openAPIV3Schema${error.path}`, error.message);
  }
  return errors;
}

/** Names that the server fills in. Changes the definition. */
export function defaultNames(definition: StoredObject): void {
  const names = recordOf(at(definition, 'spec', 'names'));
  const kind = textOf(names['kind']);
  if (kind === undefined) return;
  names['singular'] ??= kind.toLowerCase();
  names['listKind'] ??= `${kind}List`;
}

/** The status that makes clients take a definition as served. */
export function establishedStatus(definition: StoredObject, now: string): Record<string, unknown> {
  const spec = recordOf(definition['spec']);
  const names = recordOf(spec['names']);
  const kind = String(names['kind']);
  const stored = listOf(spec['versions']).filter((version) => at(version, 'storage') === true);
  const condition = (type: string, reason: string, message: string): unknown => ({
    type,
    status: 'True',
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
    acceptedNames: {
      ...names,
      singular: textOf(names['singular']) ?? kind.toLowerCase(),
      listKind: textOf(names['listKind']) ?? `${kind}List`,
    },
    storedVersions: stored.map((version) => String(at(version, 'name'))),
  };
}

/** Follows the definitions in the store: serves what is there, withdraws what is gone together with its objects. */
export function followDefinitions(world: World): void {
  world.store.subscribe((event) => {
    if (event.resource !== definitionResource) return;
    if (event.type === 'DELETED') {
      const resource = resourceOf(event.object);
      for (const object of [...world.store.all(resource)]) {
        const { name, namespace } = object.metadata;
        world.store.remove(resource, namespace === undefined ? name : `${namespace}/${name}`);
      }
      world.kinds.withdraw(resource);
    } else world.kinds.serve(event.object);
  });
}

function resourceOf(definition: StoredObject): string {
  return `${String(at(definition, 'spec', 'group'))}/${String(at(definition, 'spec', 'names', 'plural'))}`;
}
