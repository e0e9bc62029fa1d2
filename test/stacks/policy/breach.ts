import type { JsonValue, PlannedResource } from '../../../stacks/planned.ts';

interface Change {
  readonly suits: (resource: PlannedResource) => boolean;
  /** The resource after a mistake; undefined: it was forgotten. */
  readonly on: (resource: PlannedResource) => PlannedResource | undefined;
}

export interface Breach {
  readonly policy: string;
  readonly cloud: 'aws' | 'google' | 'azure';
  readonly type: string;
  readonly what: string;
  readonly change: Change;
}

export const always = (): boolean => true;

function withInput(
  value: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  given: JsonValue | undefined,
): JsonValue {
  if (step === undefined) return given ?? null;
  if (Array.isArray(value))
    return value.with(Number(step), withInput(value[Number(step)] as JsonValue, rest, given)) as JsonValue;
  const whole = { ...(value as Readonly<Record<string, JsonValue>> | undefined) };
  if (rest.length === 0 && given === undefined)
    return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== step));
  return { ...whole, [step]: withInput(whole[step], rest, given) };
}

export const set = (path: string, value: JsonValue | undefined): Change => ({
  suits: always,
  on: (resource) => ({
    ...resource,
    inputs: withInput(resource.inputs, path.split('.'), value) as PlannedResource['inputs'],
  }),
});
export const withoutInputs = (...paths: readonly string[]): Change => ({
  suits: always,
  on: ({ inputs, ...resource }) => ({
    ...resource,
    inputs: Object.fromEntries(Object.entries(inputs).filter(([path]) => !paths.includes(path))),
  }),
});
export function without(resource: PlannedResource, field: 'provider' | 'physicalName'): PlannedResource {
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key !== field)) as unknown as PlannedResource;
}

export const forgotten: Change = { suits: always, on: () => undefined };
export const document = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

export const row = (policy: string, cloud: Breach['cloud'], type: string, what: string, change: Change): Breach => ({
  policy,
  cloud,
  type,
  what,
  change,
});
