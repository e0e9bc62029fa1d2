import * as pulumi from '@pulumi/pulumi';
import program from '../../../stacks/index.ts';
import { resourceTypeOf } from '../../../stacks/resource-types/index.ts';

/**
 * The shipped programs as a careless release might change them, at everything that holds data at once: `PROGRAM_ALTERED`
 * says how. `unprotected`: without protection. `replacing`: besides with another value of an input that forces a
 * replacement, which the engine alone would let pass then.
 */
const how = process.env['PROGRAM_ALTERED'];

export default function altered(): Promise<Readonly<Record<string, unknown>>> {
  pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
    const row = resourceTypeOf(type);
    if (row?.holdsData !== true) return undefined;
    const exposed = { ...opts, protect: false };
    if (how === 'unprotected') return { props, opts: exposed };
    const given = props as Readonly<Record<string, unknown>>;
    const forces = row.replacedBy.map((path) => path.split('.')[0] ?? path);
    const forcing = forces.find((key) => given[key] !== undefined) ?? forces[0];
    if (forcing === undefined) throw new Error(`nothing forces a replacement of a ${type}`);
    const value = given[forcing] === undefined ? 'other' : pulumi.output(given[forcing]).apply(other);
    return { props: { ...given, [forcing]: value }, opts: { ...exposed, ignoreChanges: [] } };
  });
  return program();
}

/** Another value of the same shape. */
function other(value: unknown): unknown {
  if (typeof value === 'string') return `${value}-other`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.map(other);
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, other(inner)]));
}
