import { isPlainObject } from '../../runtime/canonical-json.ts';
import type { Finding } from './issues.ts';
import { fieldOf, type Path, type Problem } from './problem.ts';
import type { YamlDocument } from './yaml.ts';

/** A finding where it stands. `base` leads from the top of the YAML document to the top of the resource in it. */
export function problemOf(
  file: string,
  document: YamlDocument,
  base: Path,
  { path, at, reason, next }: Finding,
): Problem {
  const whole = [...base, ...path];
  const surprise = document.surpriseAt(whole);
  const way = surprise === undefined ? next : `${surprise}: put it in quotes if it is text`;
  return {
    severity: 'error',
    file,
    ...document.locate(whole, at),
    field: fieldOf(path),
    reason,
    ...(way !== undefined && { next: way }),
  };
}

/** Numbers that are read as others than they look: right for the schema, but hardly what was meant. */
export function surprises(
  file: string,
  document: YamlDocument,
  base: Path,
  value: unknown,
  reported: readonly Problem[],
): readonly Problem[] {
  const found: Problem[] = [];
  const visit = (inner: unknown, path: Path): void => {
    if (Array.isArray(inner)) inner.forEach((item, index) => visit(item, [...path, index]));
    else if (isPlainObject(inner)) for (const [key, item] of Object.entries(inner)) visit(item, [...path, key]);
    else if (typeof inner === 'number') {
      const reason = document.surpriseAt([...base, ...path]);
      const field = fieldOf(path);
      if (reason === undefined || reported.some((problem) => problem.field === field)) return;
      const place = document.locate([...base, ...path], 'value');
      found.push({ severity: 'warning', file, ...place, field, reason, next: 'write that number if it is meant' });
    }
  };
  visit(value, []);
  return found;
}
