import { badRequest } from './api-error.ts';
import type { ServedKind } from './kinds.ts';
import { at, recordOf, type StoredObject } from './object.ts';

export type Matcher = (object: StoredObject) => boolean;

/** `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws 400 for what does not parse. */
export function labelMatcher(selector: string | undefined): Matcher {
  const tests = splitTerms(selector ?? '').map(labelTest);
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
}

function splitTerms(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
}

function labelTest(term: string): (labels: Record<string, string>) => boolean {
  const among = /^([\w./-]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
  if (among !== null) {
    const [, key = '', operator, list = ''] = among;
    const values = new Set(list.split(',').map((value) => value.trim()));
    return operator === 'in'
      ? (labels) => key in labels && values.has(labels[key] ?? '')
      : (labels) => !(key in labels) || !values.has(labels[key] ?? '');
  }
  const equal = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/.exec(term);
  if (equal !== null) {
    const [, key = '', operator, value = ''] = equal;
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const absent = /^!\s*([\w./-]+)$/.exec(term);
  if (absent !== null) return (labels) => !((absent[1] ?? '') in labels);
  if (/^[\w./-]+$/.test(term)) return (labels) => term in labels;
  throw badRequest(`unable to parse requirement: found '${term}', expected: a label selector`);
}

/** `metadata.name=a,spec.nodeName!=b`. Custom resources know only name, namespace and their selectable fields. */
export function fieldMatcher(kind: ServedKind, selector: string | undefined): Matcher {
  const tests = splitTerms(selector ?? '').map((term) => {
    const match = /^([\w.]+)\s*(==|=|!=)\s*(.*)$/.exec(term);
    if (match === null) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
    const [, path = '', operator, value = ''] = match;
    const known = path === 'metadata.name' || path === 'metadata.namespace' || kind.selectableFields.includes(path);
    if (!known) {
      const onlyNames = !kind.custom && kind.selectableFields.length === 0;
      throw badRequest(
        onlyNames
          ? `"${path}" is not a known field selector: only "metadata.name", "metadata.namespace"`
          : `field label not supported: ${path}`,
      );
    }
    return { path: path.split('.'), equal: operator !== '!=', value };
  });
  return (object) =>
    tests.every(({ path, equal, value }) => {
      const found = at(object, ...path);
      const text =
        typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
      return (text === value) === equal;
    });
}

/** A `LabelSelector` object (`matchLabels`, `matchExpressions`) over a set of labels. */
export function selectorMatches(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels, matchExpressions } = recordOf(selector);
  if (!Object.entries(recordOf(matchLabels)).every(([key, value]) => labels[key] === value)) return false;
  return (Array.isArray(matchExpressions) ? matchExpressions : []).every((expression) => {
    const { key, operator, values } = recordOf(expression);
    const label = labels[String(key)];
    const listed = Array.isArray(values) && values.includes(label);
    switch (operator) {
      case 'In':
        return label !== undefined && listed;
      case 'NotIn':
        return label === undefined || !listed;
      case 'Exists':
        return label !== undefined;
      default:
        return label === undefined;
    }
  });
}
