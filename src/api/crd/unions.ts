import { sameJson } from '../../runtime/canonical-json.ts';
import { must } from '../../runtime/must.ts';
import { celString, celStrings } from '../cel-text.ts';
import type { CelRule } from '../rules.ts';
import type { StructuralSchema } from './structural.ts';

export interface UnionBranch extends StructuralSchema {
  readonly properties: Readonly<Record<string, StructuralSchema>>;
}

/**
 * A discriminated union as one object: the discriminator becomes an enum, every other field optional, and rules say
 * which field goes with which value. A structural schema has no other form for it that gives a sentence one can read.
 */
export function mergeUnion(
  tag: string,
  branches: readonly UnionBranch[],
  error: (problem: string) => Error,
): StructuralSchema {
  const values = branches.map((branch) => tagOf(branch, tag, error));
  const properties: Record<string, StructuralSchema> = {
    [tag]: { type: 'string', enum: values, description: `One of ${values.join(', ')}.` },
  };
  const rules: CelRule[] = [];
  const carried = branches.flatMap((branch) => branch['x-kubernetes-validations'] ?? []);
  if (carried.length > 0) throw error('a branch of a union has rules of its own; put them on the union');
  for (const name of fieldNames(branches, tag)) {
    const having = branches.filter((branch) => branch.properties[name] !== undefined);
    const [field, ...others] = having.map((branch) => branch.properties[name]);
    if (others.some((other) => !sameJson(field, other))) throw error(`${name} has two shapes`);
    if (field?.default !== undefined) throw error(`${name} has a default, which would land in every branch`);
    properties[name] = must(field, 'a field name comes from a branch that has the field');
    const tags = (those: readonly UnionBranch[]): string[] => those.map((branch) => tagOf(branch, tag, error));
    rules.push(
      ...fieldRules(tag, name, {
        all: values,
        having: tags(having),
        requiring: tags(having.filter((branch) => branch.required?.includes(name))),
      }),
    );
  }
  return {
    type: 'object',
    properties,
    required: [tag],
    ...(rules.length > 0 && { 'x-kubernetes-validations': rules }),
  };
}

interface Presence {
  readonly all: readonly string[];
  readonly having: readonly string[];
  readonly requiring: readonly string[];
}

function fieldRules(tag: string, name: string, { all, having, requiring }: Presence): CelRule[] {
  const fieldPath = `.${name}`;
  const rules: CelRule[] = [];
  if (requiring.length > 0) {
    rules.push({
      rule: `!(${isOneOf(tag, requiring)}) || has(self.${name})`,
      message: `is required when ${tag} is ${requiring.join(' or ')}`,
      fieldPath,
      reason: 'FieldValueRequired',
    });
  }
  if (having.length < all.length) {
    rules.push({
      rule: `${isOneOf(tag, having)} || !has(self.${name})`,
      message: `must be left out unless ${tag} is ${having.join(' or ')}`,
      fieldPath,
      reason: 'FieldValueForbidden',
    });
  }
  return rules;
}

function isOneOf(tag: string, values: readonly string[]): string {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0
    ? `self.${tag} == ${celString(only)}`
    : `self.${tag} in ${celStrings(values)}`;
}

function tagOf(branch: UnionBranch, tag: string, error: (problem: string) => Error): string {
  const value = branch.properties[tag]?.enum;
  if (value?.length !== 1 || typeof value[0] !== 'string') throw error(`${tag} is not one string in every branch`);
  return value[0];
}

function fieldNames(branches: readonly UnionBranch[], tag: string): readonly string[] {
  const names = new Set(branches.flatMap((branch) => Object.keys(branch.properties)));
  names.delete(tag);
  return [...names];
}
