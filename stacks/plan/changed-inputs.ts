import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { possible } from '../inputs.ts';
import { secretMark, type JsonValue } from '../planned.ts';

/**
 * Paths at which what is planned differs from what is there: `settings.tier`, `rules.0.id`. A secret equals any secret,
 * and what is not known yet equals whatever it may turn out to be: neither can be told apart here.
 */
export function changedInputs(there: JsonValue | undefined, planned: JsonValue | undefined, path = ''): string[] {
  if (isSame(there, planned)) return [];
  if (Array.isArray(there) && Array.isArray(planned) && there.length === planned.length) {
    return planned.flatMap((item: JsonValue, index) =>
      changedInputs(there[index] as JsonValue, item, below(path, String(index))),
    );
  }
  if (isPlainObject(there) && isPlainObject(planned)) {
    const keys = [...new Set([...Object.keys(there), ...Object.keys(planned)])].sort();
    return keys.flatMap((key) => changedInputs(there[key] as JsonValue, planned[key] as JsonValue, below(path, key)));
  }
  return [path];
}

function isSame(there: JsonValue | undefined, planned: JsonValue | undefined): boolean {
  if (there === planned || planned === secretMark) return true;
  // A list or an object that is not there is as good as one without anything in it.
  if (isNothing(there) && isNothing(planned)) return true;
  if (typeof planned !== 'string' || there === undefined || there === null) return false;
  if (typeof there === 'object') return possible(planned)?.source === '^.*$';
  return possible(planned)?.test(String(there)) ?? String(there) === planned;
}

function isNothing(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.values(value).every(isNothing);
}

function below(path: string, step: string): string {
  return path === '' ? step : `${path}.${step}`;
}
