import { isNamed, unknownText, type ResourceType, type Unknown } from '../resource-types/resource-type.ts';
import { partitionOf } from '../aws/arn.ts';
import type { Place } from '../place.ts';
import { unknownMark } from '../planned.ts';

export interface Registered {
  readonly concern: string;
  readonly name: string;
  /** Inputs with secrets in clear. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Name in the cloud, or undefined for a type without names. */
export function physicalNameOf(type: ResourceType, inputs: Readonly<Record<string, unknown>>): string | undefined {
  if (!isNamed(type)) return undefined;
  const name = inputs[type.name.property];
  return typeof name === 'string' ? name : undefined;
}

/** The id that the cloud will give, and the outputs that it will compute: what is known beforehand, else a mark. */
export function computedOutputs(
  type: ResourceType,
  registered: Registered,
  place: Place,
): { readonly id: string; readonly outputs: Readonly<Record<string, unknown>> } {
  const physicalName = physicalNameOf(type, registered.inputs) ?? registered.name;
  // A resource of AWS may say that it belongs to another region than the rest.
  const region = inputAt(registered.inputs, 'region');
  // The table writes ARNs as in most regions; China and GovCloud have their own first part.
  const inPartition = (text: string): string => text.replace(/^arn:aws:/, `arn:${partitionOf(place.region)}:`);
  const fill = (template: string, id: string): string =>
    inPartition(template).replaceAll(/\{(name|account|region|id|input\.[^}]+)\}/g, (_, what: string) => {
      if (what === 'name') return physicalName;
      if (what === 'account') return place.account;
      if (what === 'region') return typeof region === 'string' ? region : place.region;
      if (what === 'id') return id;
      const property = what.slice('input.'.length);
      const value = inputAt(registered.inputs, property);
      return typeof value === 'string' || typeof value === 'number'
        ? String(value)
        : unknownMark(registered.concern, registered.name, property);
    });
  const idRule = type.id ?? (isNamed(type) ? '{name}' : unknownText);
  const id = typeof idRule === 'string' ? fill(idRule, '') : unknownMark(registered.concern, registered.name, 'id');
  const valueOf = (property: string, value: string | Unknown): unknown => {
    if (typeof value === 'string') return fill(value, id);
    const mark = unknownMark(registered.concern, registered.name, property);
    switch (value.unknown) {
      case 'text':
        return mark;
      case 'number':
        return 0;
      case 'list':
        return [mark];
      case 'object':
        return { value: mark };
    }
  };
  const outputs = Object.entries(type.computed).reduce<unknown>(
    (whole, [path, value]) => withAt(whole, path.split('.'), valueOf(path, value)),
    {},
  );
  return { id, outputs: outputs as Readonly<Record<string, unknown>> };
}

/** The value with another one at a path; a step that is a number goes into a list. */
function withAt(whole: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const inner = withAt(inputAt({ whole }, `whole.${step}`), rest, value);
  if (!/^[0-9]+$/.test(step)) return { ...(whole as object | undefined), [step]: inner };
  const list = Array.isArray(whole) ? [...(whole as readonly unknown[])] : [];
  list[Number(step)] = inner;
  return list;
}

function inputAt(inputs: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = inputs;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}
