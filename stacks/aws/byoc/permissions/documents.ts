import type { Statement } from '../../statement.ts';

/** Longest managed policy, in characters that are no blanks. Source: AWS IAM, quotas. */
export const managedPolicyLimit = 6144;
/** Longest trust policy, in characters. Source: as above. */
export const trustPolicyLimit = 2048;
/** Longest service control policy, in characters. Source: AWS Organizations, quotas. */
export const serviceControlPolicyLimit = 5120;
/** Managed policies that a role may carry. Source: AWS IAM, quotas. */
export const policiesPerRole = 10;

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export function documentOf(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * The statements in as few documents as the limit allows, in their order: a document that is full ends there.
 * @throws TypeError if a single statement is longer than a document may be.
 */
export function documentsOf(statements: readonly Statement[], limit: number): readonly PolicyDocument[] {
  const documents: Statement[][] = [];
  for (const statement of statements) {
    const last = documents.at(-1);
    if (last !== undefined && lengthOf(documentOf([...last, statement])) <= limit) last.push(statement);
    else documents.push([statement]);
  }
  const whole = documents.map(documentOf);
  const long = whole.find((document) => lengthOf(document) > limit);
  if (long !== undefined) {
    throw new TypeError(`statement ${long.Statement[0]?.Sid ?? ''} is longer than the ${limit} characters of a policy`);
  }
  return whole;
}

/** As AWS counts it, since it is sent without blanks. */
export function lengthOf(document: object): number {
  return JSON.stringify(document).length;
}
