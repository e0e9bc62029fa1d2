import { Optional } from '@marcbachmann/cel-js';
import type { FieldError } from '../api-error.ts';
import { isRecord, sameValue } from '../object.ts';
import { memberOf, type SchemaNode } from '../schema/schema-node.ts';
import { identityOf, itemsByIdentity, typeName } from '../schema/validate.ts';
import type { CelRule } from './rule.ts';
import { celValue } from './values.ts';

/**
 * Evaluates every rule of a schema on a value. `old` is the value before the write, undefined on creation.
 * An unchanged value is not judged anew where it was there before (ratcheting): a stricter CRD must not block
 * unrelated edits.
 */
export function evaluateRules(node: SchemaNode, value: unknown, old: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  walk(node, value, old, path, errors);
  return errors;
}

function walk(node: SchemaNode, value: unknown, old: unknown, path: string, errors: FieldError[]): void {
  if (!node.rulesBelow || value === undefined || value === null) return;
  if (old !== undefined && sameValue(value, old)) return;
  if (node.rules.length > 0) judge(node, value, old, path, errors);
  if (Array.isArray(value)) {
    const { items } = node;
    if (items === undefined) return;
    const before = itemsByIdentity(node, old);
    for (const [index, item] of value.entries()) {
      walk(items, item, before.get(identityOf(node, item) ?? ''), `${path}[${index}]`, errors);
    }
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const child = memberOf(node, key);
    if (child === undefined) continue;
    const below = node.additional === undefined ? (path === '' ? key : `${path}.${key}`) : `${path}[${key}]`;
    walk(child, inner, isRecord(old) ? old[key] : undefined, below, errors);
  }
}

function judge(node: SchemaNode, value: unknown, old: unknown, path: string, errors: FieldError[]): void {
  const self = celValue(node, value);
  const oldSelf = old === undefined || old === null ? undefined : celValue(node, old);
  for (const rule of node.rules) {
    if (rule.usesOldSelf && oldSelf === undefined && !rule.optionalOldSelf) continue;
    const variables = { self, oldSelf: rule.optionalOldSelf ? optional(oldSelf) : oldSelf };
    let verdict: unknown;
    try {
      verdict = rule.evaluate(variables);
    } catch (error) {
      const why = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
      const sentence = `${why.replace(/^No such key/, 'no such key')} evaluating rule: ${rule.message ?? rule.rule}`;
      errors.push({
        reason: 'FieldValueInvalid',
        field: path,
        message: `Invalid value: "${typeName(value)}": ${sentence}`,
      });
      continue;
    }
    if (verdict !== true) errors.push(failure(rule, variables, value, path));
  }
}

function optional(value: unknown): unknown {
  return value === undefined ? Optional.none() : Optional.of(value);
}

function failure(rule: CelRule, variables: Record<string, unknown>, value: unknown, path: string): FieldError {
  const said = sentenceOf(rule, variables);
  const field = `${path}${rule.fieldPath ?? ''}`;
  const subject = rule.fieldPath === undefined ? value : readPath(value, rule.fieldPath);
  const shown = `"${typeName(subject ?? value)}"`;
  switch (rule.reason) {
    case 'FieldValueRequired':
      return { reason: rule.reason, field, message: `Required value: ${said}` };
    case 'FieldValueForbidden':
      return { reason: rule.reason, field, message: `Forbidden: ${said}` };
    case 'FieldValueDuplicate':
      return { reason: rule.reason, field, message: `Duplicate value: ${shown}` };
    default:
      return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${shown}: ${said}` };
  }
}

function sentenceOf(rule: CelRule, variables: Record<string, unknown>): string {
  const fallback = rule.message ?? `failed rule: ${rule.rule}`;
  if (rule.messageExpression === undefined) return fallback;
  try {
    const said = rule.messageExpression(variables);
    return typeof said === 'string' && said.trim() !== '' && !said.includes('\n') ? said : fallback;
  } catch {
    return fallback; // As the API server does: a message that cannot be made falls back to the static one.
  }
}

function readPath(value: unknown, fieldPath: string): unknown {
  let here = value;
  for (const match of fieldPath.matchAll(/\.([^.[]+)|\['([^']+)'\]/g)) {
    const key = match[1] ?? match[2];
    if (!isRecord(here) || key === undefined) return undefined;
    here = here[key];
  }
  return here;
}
