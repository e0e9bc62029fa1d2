import { createHash } from 'node:crypto';
import type { NameRule } from '../resource-types/resource-type.ts';

/** Everything a name is made from. Equal parts give equal names: that is how an object is found again after a crash. */
export interface NameParts {
  /** Name of the environment. */
  readonly environment: string;
  /** What it is, within the environment: `brainstore`, `api-role`. */
  readonly role: string;
  /** Account, project or subscription, and region: tell environments of one name apart where names are global. */
  readonly place: string;
}

/**
 * Physical name of an object: `<environment>-<role>`, with a digest of the place where names are unique among all
 * customers, cut and digested where the cloud allows fewer characters. Deterministic; adding another object changes no
 * name.
 * @throws TypeError if the rule cannot be met: a row of the table is wrong then.
 */
export function physicalName({ environment, role, place }: NameParts, rule: NameRule): string {
  const separator = rule.separator ?? '-';
  const plain = [environment, role].join('-');
  const text = separator === '-' ? plain : plain.replaceAll('-', '');
  const suffix = rule.unique === 'global' ? `${separator}${digest(`${place}/${plain}`, 8)}` : '';
  const whole = `${text}${suffix}`;
  const name = whole.length <= rule.max ? whole : shortened(text, plain, place, separator, rule);
  if (!rule.pattern.test(name) || name.length > rule.max || name.length < (rule.min ?? 1)) {
    throw new TypeError(`no name for ${plain}: ${name} does not fit ${String(rule.pattern)}, at most ${rule.max}`);
  }
  return name;
}

/** Front of the text and a digest of all of it: two long names that begin alike stay apart. */
function shortened(text: string, plain: string, place: string, separator: string, rule: NameRule): string {
  const tail = `${separator}${digest(rule.unique === 'global' ? `${place}/${plain}` : plain, 8)}`;
  const front = text.slice(0, rule.max - tail.length).replace(/-+$/, '');
  return `${front}${tail}`;
}

/** Lower-case hexadecimal, so that every cloud takes it. */
function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
