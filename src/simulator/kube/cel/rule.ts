import { isRecord, listOf, textOf } from '../object.ts';
import type { FieldError } from '../api-error.ts';
import { celEnvironment } from './environment.ts';

/** One entry of `x-kubernetes-validations`, parsed. */
export interface CelRule {
  readonly rule: string;
  readonly message: string | undefined;
  readonly messageExpression: ((variables: Record<string, unknown>) => unknown) | undefined;
  readonly reason: FieldError['reason'];
  readonly fieldPath: string | undefined;
  readonly usesOldSelf: boolean;
  readonly optionalOldSelf: boolean;
  readonly evaluate: (variables: Record<string, unknown>) => unknown;
}

export class CelRuleError extends Error {
  override readonly name = 'CelRuleError';
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

const reasons = new Set(['FieldValueRequired', 'FieldValueInvalid', 'FieldValueForbidden', 'FieldValueDuplicate']);

/** Parses the rules at one place of a schema. Throws {@link CelRuleError} for a rule that does not parse. */
export function compileRules(source: unknown, path: string): readonly CelRule[] {
  return listOf(source).map((entry, index) => compileRule(entry, `${path}.x-kubernetes-validations[${index}]`));
}

function compileRule(entry: unknown, path: string): CelRule {
  if (!isRecord(entry) || typeof entry['rule'] !== 'string') throw new CelRuleError(`${path}.rule`, 'Required value');
  const reason = textOf(entry['reason']) ?? 'FieldValueInvalid';
  if (!reasons.has(reason)) {
    throw new CelRuleError(
      `${path}.reason`,
      `Unsupported value: "${reason}": supported values: ${[...reasons].map((one) => `"${one}"`).join(', ')}`,
    );
  }
  const rule = entry['rule'];
  const message = textOf(entry['message']);
  if (message === undefined && rule.includes('\n')) {
    throw new CelRuleError(`${path}.message`, 'Required value: message must be specified if rule contains line breaks');
  }
  const usesOldSelf = /\boldSelf\b/.test(rule);
  const messageExpression = textOf(entry['messageExpression']);
  return {
    rule,
    message,
    messageExpression:
      messageExpression === undefined ? undefined : parse(messageExpression, `${path}.messageExpression`),
    reason: reason as FieldError['reason'],
    fieldPath: textOf(entry['fieldPath']),
    usesOldSelf,
    optionalOldSelf: entry['optionalOldSelf'] === true,
    evaluate: parse(rule, `${path}.rule`),
  };
}

function parse(expression: string, path: string): (variables: Record<string, unknown>) => unknown {
  try {
    const parsed = celEnvironment().parse(expression);
    const { error } = parsed.check();
    if (error !== undefined) throw error;
    return (variables) => parsed(variables) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CelRuleError(path, `Invalid value: ${JSON.stringify(expression)}: compilation failed: ${why}`);
  }
}
