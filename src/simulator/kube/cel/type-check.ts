import type { Environment } from '@marcbachmann/cel-js';
import type { SchemaNode } from '../schema/schema-node.ts';
import { celEnvironment } from './environment.ts';
import { CelRuleError } from './rule.ts';
import { escapeName } from './values.ts';

/**
 * Checks the rules of a schema against its types, as the API server does when the definition is written: a field that
 * does not exist, or a comparison of different types, is refused there and not at the first object. Throws
 * {@link CelRuleError} with the path of the rule.
 */
export function checkRuleTypes(root: SchemaNode): void {
  const check = (node: SchemaNode, path: string): void => {
    if (!node.rulesBelow) return;
    for (const [index, rule] of node.rules.entries()) {
      const { error } = environmentFor(node, rule.optionalOldSelf).check(rule.rule);
      if (error === undefined) continue;
      const sentence = error.message.split('\n')[0] ?? '';
      throw new CelRuleError(
        `${path}.x-kubernetes-validations[${index}].rule`,
        `Invalid value: ${JSON.stringify(rule.rule)}: compilation failed: ${sentence}`,
      );
    }
    for (const [name, child] of node.properties) check(child, `${path}.properties[${name}]`);
    if (node.additional !== undefined) check(node.additional, `${path}.additionalProperties`);
    if (node.items !== undefined) check(node.items, `${path}.items`);
  };
  check(root, '');
}

const formatTypes: Readonly<Record<string, string>> = {
  'date-time': 'google.protobuf.Timestamp',
  date: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
};

function environmentFor(node: SchemaNode, optionalOldSelf: boolean): Environment {
  const env = celEnvironment({ withVariables: false }).clone();
  let count = 0;
  const typeOf = (here: SchemaNode): string => {
    switch (here.type) {
      case 'string':
        return formatTypes[String(here.source['format'])] ?? 'string';
      case 'integer':
        return 'int';
      case 'number':
        return 'double';
      case 'boolean':
        return 'bool';
      case 'array':
        return here.items === undefined ? 'list<dyn>' : `list<${typeOf(here.items)}>`;
      case 'int-or-string':
      case 'any':
        return 'dyn';
      case 'object':
        return here.additional === undefined ? structOf(here) : `map<string, ${typeOf(here.additional)}>`;
    }
  };
  const structOf = (here: SchemaNode): string => {
    if (here.preserveUnknown || here.embedded || here.properties.size === 0) return 'dyn';
    const fields = Object.fromEntries(
      Array.from(here.properties, ([name, child]) => [escapeName(name), child.nullable ? 'dyn' : typeOf(child)]),
    );
    count += 1;
    const name = `Object${count}`;
    env.registerType(name, { fields });
    // Only the types are checked here; the library gives registered types no equality of their own.
    env.registerOperator(`${name} == ${name}`, () => true);
    return name;
  };
  const self = typeOf(node);
  env.registerVariable('self', self);
  return env.registerVariable('oldSelf', optionalOldSelf ? `optional<${self}>` : self);
}
