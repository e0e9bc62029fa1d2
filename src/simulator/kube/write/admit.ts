import { badRequest, invalid, type FieldError } from '../api-error.ts';
import { behaviourOf } from '../builtin/behaviour.ts';
import { evaluateRules } from '../cel/evaluate.ts';
import { isRecord, sameValue, type StoredObject } from '../object.ts';
import { applyDefaults, dropEmpty, pruneUnknown } from '../schema/normalise.ts';
import { validateValue } from '../schema/validate.ts';
import type { ServedKind } from '../kinds.ts';
import type { WriteContext } from './context.ts';

/** Drops unknown fields as `fieldValidation` says, in place. Returns the sentences of a strict refusal, else none. */
export function pruneFor(context: WriteContext, value: unknown): string[] {
  const unknown = pruneUnknown(context.kind.schema, value);
  const sentences = unknown.map((path) => `unknown field "${path}"`);
  if (context.validation === 'Strict') return sentences;
  if (context.validation === 'Warn') context.warnings.push(...sentences);
  return [];
}

/** 400 as a create or PUT answers it. */
export function refuseStrictly(context: WriteContext, sentences: readonly string[]): void {
  if (sentences.length === 0) return;
  const { kind } = context;
  throw badRequest(
    `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${sentences.join(', ')}`,
  );
}

/** Defaults, the kind's own preparation, then every validation. Throws 422 with all findings. `object` is changed. */
export function admit(context: WriteContext, object: StoredObject, live: StoredObject | undefined): void {
  const { kind } = context;
  applyDefaults(kind.schema, object);
  if (!kind.custom) dropEmpty(kind.schema, object);
  const behaviour = behaviourOf(kind);
  behaviour.prepare?.(object, live, context.now);
  const errors: FieldError[] = live === undefined ? [...nameErrors(object), ...finalizerErrors(context, object)] : [];
  const structural = structuralErrors(context, object, live);
  errors.push(...structural);
  if (!structural.some(blocksRules)) {
    errors.push(...(behaviour.validate?.(object, live) ?? []));
    if (kind.custom) errors.push(...evaluateRules(kind.schema, object, live, ''));
  } else if (kind.schema.rulesBelow) {
    errors.push({
      reason: 'FieldValueInvalid',
      field: '<nil>',
      message:
        'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    });
  }
  if (errors.length > 0) throw invalid(kind.group, kind.kind, object.metadata.name, errors);
}

/** Rules are not tried on a value that lacks what they may read; a value out of bounds does not keep them back. */
function blocksRules(error: FieldError): boolean {
  return error.reason !== 'FieldValueInvalid' && error.reason !== 'FieldValueDuplicate';
}

/** Built-in kinds are decoded into typed structs, so a wrong type never gets to validation: it is a 400. */
function structuralErrors(context: WriteContext, object: StoredObject, live: StoredObject | undefined): FieldError[] {
  const { kind } = context;
  const errors = validateValue(kind.schema, object, '', live);
  const wrongType = kind.custom ? undefined : errors.find((error) => error.reason === 'FieldValueTypeInvalid');
  if (wrongType !== undefined) {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: json: ${wrongTypeText(kind, wrongType)}`,
    );
  }
  return errors;
}

/** `cannot unmarshal string into Go struct field ConfigMap.data of type object`, with the schema's type for Go's. */
export function wrongTypeText(kind: ServedKind, error: FieldError): string {
  const [, found = '', wanted = ''] = /^Invalid value: "(\w+)".* must be of type ([\w,]+):/.exec(error.message) ?? [];
  const value = found === 'integer' ? 'number' : found;
  return `cannot unmarshal ${value} into Go struct field ${kind.kind}.${error.field ?? ''} of type ${wanted}`;
}

function finalizerErrors(context: WriteContext, object: StoredObject): FieldError[] {
  if (context.kind.custom) return [];
  const standard = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);
  return (object.metadata.finalizers ?? [])
    .map((finalizer, index) => ({ finalizer, index }))
    .filter(({ finalizer }) => !finalizer.includes('/') && !standard.has(finalizer))
    .map(({ finalizer, index }) => ({
      reason: 'FieldValueInvalid',
      field: `metadata.finalizers[${index}]`,
      message: `Invalid value: ${JSON.stringify(finalizer)}: name is neither a standard finalizer name nor is it fully qualified`,
    }));
}

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function nameErrors(object: StoredObject): FieldError[] {
  const { name } = object.metadata;
  if (name === '') {
    return [
      {
        reason: 'FieldValueRequired',
        field: 'metadata.name',
        message: 'Required value: name or generateName is required',
      },
    ];
  }
  if (object.apiVersion.startsWith('rbac.authorization.k8s.io/')) return [];
  if (name.length <= 253 && subdomain.test(name)) return [];
  return [
    {
      reason: 'FieldValueInvalid',
      field: 'metadata.name',
      message: `Invalid value: ${JSON.stringify(name)}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    },
  ];
}

/** Whether a write changes what `metadata.generation` counts. */
export function countsAsChange(context: WriteContext, live: StoredObject, next: StoredObject): boolean {
  if (!context.kind.countsGeneration) return false;
  const counted = (object: StoredObject): Record<string, unknown> => {
    const out: Record<string, unknown> = { ...object };
    delete out['metadata'];
    if (context.kind.subresources.has('status')) delete out['status'];
    return out;
  };
  return !sameValue(counted(live), counted(next));
}

/** The parts of sent metadata that a client may decide. */
export function clientMetadata(sent: unknown): Record<string, unknown> {
  if (!isRecord(sent)) return {};
  const out: Record<string, unknown> = {};
  for (const key of ['labels', 'annotations', 'finalizers', 'ownerReferences'] as const) {
    const value = sent[key];
    if (value === undefined || value === null) continue;
    const empty = Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
    if (!empty) out[key] = value;
  }
  return out;
}
