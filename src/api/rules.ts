import type * as z from 'zod';

/** What the API server calls the error; it decides the words before the message that kubectl prints. */
type RuleReason = 'FieldValueInvalid' | 'FieldValueRequired' | 'FieldValueForbidden' | 'FieldValueDuplicate';

/** One entry of `x-kubernetes-validations`, as it goes into the CRD. */
export interface CelRule {
  /** CEL over `self` (and `oldSelf`), within the subset that both API server and simulator evaluate. */
  readonly rule: string;
  /** What the value must be, worded to follow the field's name: "is required when type is azure". */
  readonly message: string;
  /** Leading dot, relative to the schema that carries the rule: `.cloud.provider`. */
  readonly fieldPath?: string;
  readonly reason?: RuleReason;
}

/** A CEL rule with its twin in TypeScript: the two say the same, and tests hold them together. */
export interface Rule<T> extends CelRule {
  readonly holds: (self: T) => boolean;
}

/** Adds rules to a schema: to zod as a refinement, to the CRD as CEL. */
export function ruled<S extends z.ZodType>(schema: S, ...rules: readonly Rule<z.output<S>>[]): S {
  const refined = schema.superRefine((value, context) => {
    // As on the server: a value of the wrong shape gets no second complaint from a rule.
    if (context.issues.length > 0) return;
    for (const { holds, message, fieldPath, reason } of rules) {
      if (!holds(value)) context.addIssue({ code: 'custom', message, path: pathOf(fieldPath), params: { reason } });
    }
  });
  return withCel(refined, rules.map(celOf));
}

/**
 * Adds rules that compare with the stored object. They are CEL only: nobody but the API server has the old object.
 * They belong on `spec`, which is always there: on an optional field they are skipped when it is removed and added anew.
 */
export function transitions<S extends z.ZodType>(schema: S, ...rules: readonly CelRule[]): S {
  return withCel(schema, rules);
}

/** Refuses any change of required fields of `spec`. */
export function immutable(...fields: readonly string[]): CelRule[] {
  return fields.map((field) => ({
    rule: `self.${field} == oldSelf.${field}`,
    message: immutableMessage,
    fieldPath: `.${field}`,
  }));
}

/** Refuses any change of optional fields of `spec`, adding and removing included. */
export function immutableOptional(...fields: readonly string[]): CelRule[] {
  return fields.map((field) => ({
    rule: `has(self.${field}) == has(oldSelf.${field}) && (!has(self.${field}) || self.${field} == oldSelf.${field})`,
    message: immutableMessage,
    fieldPath: `.${field}`,
  }));
}

const immutableMessage = 'is immutable; delete the resource and create it anew to change it';

/** CEL rules that a schema carries, in the order in which they were added. */
function celRulesOf(schema: z.ZodType): readonly CelRule[] {
  const rules = schema.meta()?.['x-kubernetes-validations'];
  return Array.isArray(rules) ? (rules as readonly CelRule[]) : [];
}

function withCel<S extends z.ZodType>(schema: S, rules: readonly CelRule[]): S {
  return schema.meta({ 'x-kubernetes-validations': [...celRulesOf(schema), ...rules] });
}

function celOf({ rule, message, fieldPath, reason }: CelRule): CelRule {
  return { rule, message, ...(fieldPath && { fieldPath }), ...(reason && { reason }) };
}

function pathOf(fieldPath: string | undefined): string[] {
  return fieldPath === undefined ? [] : fieldPath.slice(1).split('.');
}
