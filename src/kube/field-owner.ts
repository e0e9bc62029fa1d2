import { isPlainObject } from '../runtime/canonical-json.ts';
import type { ManagedFieldsEntry } from './managed-fields.ts';

/** Whoever set a field last, by the API server's own record. */
export interface FieldOwner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  /** RFC 3339: when this manager last changed what it owns. */
  readonly at?: string;
}

/**
 * Who owns a field, the latest first. Nobody owns what was taken out.
 * @param field As a person writes it: `spec.template.spec.containers[name=api].image`, `metadata.labels["a.b/c"]`, `args[0]`.
 */
export function ownersOf(managed: readonly ManagedFieldsEntry[], field: string): readonly FieldOwner[] {
  const path = stepsOf(field);
  return managed
    .filter(({ fieldsV1, subresource = '' }) => subresource === '' && owns(fieldsV1, path))
    .map(ownerIn)
    .toSorted((a, b) => (Date.parse(b.at ?? '') || 0) - (Date.parse(a.at ?? '') || 0));
}

function ownerIn({ manager, operation, time }: ManagedFieldsEntry): FieldOwner {
  return {
    manager: manager ?? 'somebody without a name',
    operation: operation ?? 'Update',
    ...(time !== undefined && { at: time }),
  };
}

type Step = { readonly field: string } | { readonly key: string; readonly value: string } | { readonly index: number };

/** The path in steps. Source of the notation: `dataplane/rollout/difference.ts`. */
export function stepsOf(field: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, name, quoted, index, key, value] of field.matchAll(
    /([^.[\]"]+)|\["([^"]*)"\]|\[(\d+)\]|\[([^=\]]+)=([^\]]*)\]/g,
  )) {
    if (key !== undefined) steps.push({ key, value: value ?? '' });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else steps.push({ field: quoted ?? name ?? '' });
  }
  return steps;
}

/**
 * Whether a set of fields holds a path. A set that ends before the path does owns what lies below as one: an atomic list
 * or map. Source: the fieldsV1 format, structured-merge-diff.
 */
function owns(set: unknown, [step, ...rest]: readonly Step[]): boolean {
  if (!isPlainObject(set)) return false;
  if (step === undefined || Object.keys(set).length === 0) return true;
  return Object.entries(set).some(([element, inner]) => fits(element, step) && owns(inner, rest));
}

function fits(element: string, step: Step): boolean {
  if ('field' in step) return element === `f:${step.field}`;
  if ('index' in step) return element === `i:${step.index}`;
  if (!element.startsWith('k:')) return false;
  const keys: unknown = JSON.parse(element.slice(2));
  return isPlainObject(keys) && String(keys[step.key]) === step.value;
}
