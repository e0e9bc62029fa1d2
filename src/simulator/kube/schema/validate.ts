import type { FieldError } from '../api-error.ts';
import { at, isRecord, listOf, sameValue } from '../object.ts';
import { matchesFormat } from './formats.ts';
import { memberOf, type SchemaNode } from './schema-node.ts';

/**
 * Checks a value against everything in its schema but CEL, with the sentences of the API server's validation.
 * What is as it was in `old` is not judged anew (ratcheting): a stricter CRD must not block unrelated edits.
 */
export function validateValue(node: SchemaNode, value: unknown, path: string, old?: unknown): FieldError[] {
  const errors: FieldError[] = [];
  check(node, value, path, errors, old);
  return errors;
}

function check(node: SchemaNode, value: unknown, path: string, errors: FieldError[], old: unknown): void {
  if (value === null && node.nullable) return;
  if (old !== undefined && sameValue(value, old)) return;
  if (!hasType(node, value)) {
    errors.push(wrongType(node, value, path));
    checkEnum(node, value, path, errors);
    return;
  }
  checkEnum(node, value, path, errors);
  checkCombinations(node, value, path, errors);
  if (typeof value === 'string') checkString(node, value, path, errors);
  else if (typeof value === 'number') checkNumber(node, value, path, errors);
  else if (Array.isArray(value)) checkList(node, value, path, errors, old);
  else if (isRecord(value)) checkObject(node, value, path, errors, old);
}

function hasType(node: SchemaNode, value: unknown): boolean {
  switch (node.type) {
    case 'any':
      return true;
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'int-or-string':
      return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
  }
}

/** The type's name as error sentences print it for a value. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : typeof value;
}

function inBody(path: string): string {
  return `${path} in body`;
}

function wrongType(node: SchemaNode, value: unknown, path: string): FieldError {
  const wanted = node.type === 'int-or-string' ? 'integer,string' : node.type;
  const name = typeName(value);
  return invalidValue(
    path,
    `"${name}"`,
    `${inBody(path)} must be of type ${wanted}: "${name}"`,
    'FieldValueTypeInvalid',
  );
}

function invalidValue(
  field: string,
  shown: string,
  sentence: string,
  reason: FieldError['reason'] = 'FieldValueInvalid',
): FieldError {
  return { reason, field, message: `Invalid value: ${shown}: ${sentence}` };
}

function numberOf(node: SchemaNode, key: string): number | undefined {
  const value = node.source[key];
  return typeof value === 'number' ? value : undefined;
}

function checkEnum(node: SchemaNode, value: unknown, path: string, errors: FieldError[]): void {
  const allowed = node.source['enum'];
  if (!Array.isArray(allowed) || allowed.some((one) => sameValue(one, value))) return;
  const shown = allowed.map((one) => JSON.stringify(typeof one === 'string' ? one : String(one))).join(', ');
  errors.push({
    reason: 'FieldValueNotSupported',
    field: path,
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${shown}`,
  });
}

function checkString(node: SchemaNode, value: string, path: string, errors: FieldError[]): void {
  const shown = JSON.stringify(value);
  const [shortest, longest] = [numberOf(node, 'minLength'), numberOf(node, 'maxLength')];
  const length = shortest === undefined && longest === undefined ? 0 : Array.from(value).length;
  if (longest !== undefined && length > longest) {
    errors.push({
      reason: 'FieldValueTooLong',
      field: path,
      message: `Too long: may not be more than ${longest} bytes`,
    });
  }
  if (shortest !== undefined && length < shortest) {
    errors.push(invalidValue(path, shown, `${inBody(path)} should be at least ${shortest} chars long`));
  }
  if (node.pattern?.test(value) === false) {
    errors.push(invalidValue(path, shown, `${inBody(path)} should match '${String(node.source['pattern'])}'`));
  }
  const format = node.source['format'];
  if (typeof format === 'string' && !matchesFormat(format, value)) {
    errors.push(
      invalidValue(path, shown, `${inBody(path)} must be of type ${format}: ${shown}`, 'FieldValueTypeInvalid'),
    );
  }
}

function checkNumber(node: SchemaNode, value: number, path: string, errors: FieldError[]): void {
  const [least, most, step] = [numberOf(node, 'minimum'), numberOf(node, 'maximum'), numberOf(node, 'multipleOf')];
  const say = (sentence: string): number =>
    errors.push(invalidValue(path, String(value), `${inBody(path)} ${sentence}`));
  if (least !== undefined) {
    if (node.source['exclusiveMinimum'] === true && value <= least) say(`should be greater than ${least}`);
    else if (value < least) say(`should be greater than or equal to ${least}`);
  }
  if (most !== undefined) {
    if (node.source['exclusiveMaximum'] === true && value >= most) say(`should be less than ${most}`);
    else if (value > most) say(`should be less than or equal to ${most}`);
  }
  if (step !== undefined && !Number.isInteger(value / step)) say(`should be a multiple of ${step}`);
}

function tooMany(path: string, count: number, most: number): FieldError {
  const items = most === 1 ? 'item' : 'items';
  return {
    reason: 'FieldValueTooMany',
    field: path,
    message: `Too many: ${count}: must have at most ${most} ${items}`,
  };
}

function checkList(
  node: SchemaNode,
  value: readonly unknown[],
  path: string,
  errors: FieldError[],
  old: unknown,
): void {
  const [fewest, most] = [numberOf(node, 'minItems'), numberOf(node, 'maxItems')];
  if (most !== undefined && value.length > most) errors.push(tooMany(path, value.length, most));
  if (fewest !== undefined && value.length < fewest) {
    errors.push(invalidValue(path, String(value.length), `${inBody(path)} should have at least ${fewest} items`));
  }
  const before = itemsByIdentity(node, old);
  for (const [index, item] of value.entries()) {
    if (node.items !== undefined)
      check(node.items, item, `${path}[${index}]`, errors, before.get(identityOf(node, item) ?? ''));
  }
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const key = identityOf(node, item);
    if (key === undefined) return;
    if (seen.has(key)) {
      errors.push({ reason: 'FieldValueDuplicate', field: `${path}[${index}]`, message: `Duplicate value: ${key}` });
    }
    seen.add(key);
  }
}

/** The key by which an item of a set or a keyed list is told apart, as JSON; undefined where items have no identity. */
export function identityOf(node: SchemaNode, item: unknown): string | undefined {
  if (node.isSet) return JSON.stringify(item);
  if (node.listKeys === undefined || !isRecord(item)) return undefined;
  const key: Record<string, unknown> = {};
  for (const name of node.listKeys) {
    const value = item[name] ?? node.items?.properties.get(name)?.source['default'];
    if (value !== undefined) key[name] = value;
  }
  return JSON.stringify(key);
}

/** The items of a set or keyed list by identity; empty for other lists, whose items cannot be told apart. */
export function itemsByIdentity(node: SchemaNode, list: unknown): ReadonlyMap<string, unknown> {
  const items = new Map<string, unknown>();
  for (const item of listOf(list)) {
    const key = identityOf(node, item);
    if (key !== undefined) items.set(key, item);
  }
  return items;
}

function checkObject(
  node: SchemaNode,
  value: Record<string, unknown>,
  path: string,
  errors: FieldError[],
  old: unknown,
): void {
  const count = Object.keys(value).length;
  const [fewest, most] = [numberOf(node, 'minProperties'), numberOf(node, 'maxProperties')];
  if (most !== undefined && count > most) errors.push(tooMany(path, count, most));
  if (fewest !== undefined && count < fewest) {
    errors.push(invalidValue(path, String(count), `${inBody(path)} should have at least ${fewest} properties`));
  }
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const name of node.required) {
    if (value[name] === undefined) {
      errors.push({ reason: 'FieldValueRequired', field: below(name), message: 'Required value' });
    }
  }
  for (const [key, inner] of Object.entries(value)) {
    const child = memberOf(node, key);
    if (child !== undefined && inner !== undefined) check(child, inner, below(key), errors, at(old, key));
  }
}

/** `allOf`, `anyOf`, `oneOf`, `not`: in a structural schema they hold value validations only, never types. */
function checkCombinations(node: SchemaNode, value: unknown, path: string, errors: FieldError[]): void {
  for (const branch of listOf(node.source['allOf'])) {
    if (isRecord(branch)) errors.push(...branchErrors(branch, value, path));
  }
  const judged = (key: string): { fitting: number; first: FieldError[] } | undefined => {
    const branches = node.source[key];
    if (!Array.isArray(branches) || node.type === 'int-or-string') return undefined;
    const findings = branches.filter(isRecord).map((branch) => branchErrors(branch, value, path));
    return { fitting: findings.filter((found) => found.length === 0).length, first: findings[0] ?? [] };
  };
  const say = (sentence: string): number => errors.push(invalidValue('<nil>', '""', `"${path}" must ${sentence}`));
  const any = judged('anyOf');
  if (any?.fitting === 0) {
    say('validate at least one schema (anyOf)');
    errors.push(...any.first);
  }
  const one = judged('oneOf');
  if (one?.fitting === 0) {
    say('validate one and only one schema (oneOf). Found none valid');
    errors.push(...one.first);
  }
  if (one !== undefined && one.fitting > 1) {
    say(`validate one and only one schema (oneOf). Found ${one.fitting} valid alternatives`);
  }
  const not = node.source['not'];
  if (isRecord(not) && branchErrors(not, value, path).length === 0) say('not validate the schema (not)');
}

function branchErrors(branch: Record<string, unknown>, value: unknown, path: string): FieldError[] {
  return validateValue(branchNode(branch), value, path);
}

/** Branches carry no types; a node of type `any` with their validations checks what they say. */
function branchNode(source: Record<string, unknown>): SchemaNode {
  const cached = branchNodes.get(source);
  if (cached !== undefined) return cached;
  const properties = isRecord(source['properties']) ? Object.entries(source['properties']) : [];
  const node: SchemaNode = {
    type: 'any',
    source,
    nullable: true,
    preserveUnknown: true,
    embedded: false,
    properties: new Map(properties.map(([key, child]) => [key, branchNode(isRecord(child) ? child : {})])),
    additional: undefined,
    items: isRecord(source['items']) ? branchNode(source['items']) : undefined,
    required: listOf(source['required']).map(String),
    hasDefault: false,
    defaultsBelow: false,
    atomic: true,
    listKeys: undefined,
    isSet: false,
    pattern: typeof source['pattern'] === 'string' ? new RegExp(source['pattern']) : undefined,
    rules: [],
    rulesBelow: false,
  };
  branchNodes.set(source, node);
  return node;
}

// A memo of a pure function, by identity of its argument.
const branchNodes = new WeakMap<Record<string, unknown>, SchemaNode>();
