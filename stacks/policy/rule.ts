import { isGiven, isUnknown, names, valueAt } from '../inputs.ts';
import type { JsonValue, PlannedResource } from '../planned.ts';
import type { ResourceRule } from './policy.ts';

/** The few ways in which most policies speak about inputs. `says` follows the name of the resource. */

/** An input must have one of these values. What is left out counts as `undefined`. */
export function mustBe(
  types: string | readonly string[],
  path: string,
  values: JsonValue | readonly (JsonValue | undefined)[],
  says: string,
): ResourceRule {
  const allowed = Array.isArray(values) ? (values as readonly (JsonValue | undefined)[]) : [values as JsonValue];
  return checked(types, (resource) => (allowed.includes(valueAt(resource.inputs, path)) ? undefined : says));
}

/** An input must be given. */
export function mustHave(types: string | readonly string[], path: string, says: string): ResourceRule {
  return checked(types, (resource) => (isGiven(valueAt(resource.inputs, path)) ? undefined : says));
}

/** A number must be at least `least`; what is known only later is let through. */
export function atLeast(types: string | readonly string[], path: string, least: number, says: string): ResourceRule {
  return checked(types, (resource) => {
    const value = valueAt(resource.inputs, path);
    if (isUnknown(value)) return undefined;
    const number = typeof value === 'string' ? Number.parseFloat(value) : value;
    return typeof number === 'number' && number >= least ? undefined : says;
  });
}

/** Another resource must stand beside it: one whose `property` names it, and which is as `holds` says. */
export function mustHaveBeside(
  types: string | readonly string[],
  companion: string,
  property: string,
  says: string,
  holds: (companion: PlannedResource) => boolean = () => true,
): ResourceRule {
  return {
    types: listed(types),
    check: (resource, { plan }) =>
      plan.resources.some(
        (other) => other.type === companion && names(valueAt(other.inputs, property), resource) && holds(other),
      )
        ? []
        : [says],
  };
}

export function checked(
  types: string | readonly string[],
  check: (resource: PlannedResource) => string | readonly string[] | undefined,
): ResourceRule {
  return {
    types: listed(types),
    check: (resource) => {
      const says = check(resource);
      if (says === undefined) return [];
      return typeof says === 'string' ? [says] : says;
    },
  };
}

function listed(types: string | readonly string[]): readonly string[] {
  return typeof types === 'string' ? [types] : types;
}
