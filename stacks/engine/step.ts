import { resourceTypeOf } from '../resource-types/index.ts';

/** What the engine does with one resource, in its own words. Source: Pulumi's engine events, `StepEventMetadata.op`. */
export type Operation =
  | 'same'
  | 'create'
  | 'update'
  | 'delete'
  | 'replace'
  | 'create-replacement'
  | 'delete-replaced'
  | 'read'
  | 'read-replacement'
  | 'refresh'
  | 'discard'
  | 'discard-replaced'
  | 'remove-pending-replace'
  | 'import'
  | 'import-replacement';

/** One step of a preview or an update. No value is in it: inputs may be secrets. */
export interface Step {
  readonly operation: Operation;
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Component that it belongs to; empty for the stack itself and its providers. */
  readonly concern: string;
  /** Whether something is lost for good when it goes; from the table of resource types. */
  readonly holdsData: boolean;
  /** Inputs that differ, by path; in order. */
  readonly changed: readonly string[];
  /** Inputs whose change forces a replacement. */
  readonly replacing: readonly string[];
  /** Whether the engine protects it before and after. */
  readonly protectedBefore: boolean;
  readonly protectedAfter: boolean;
  /** Whether it is a component or the stack: nothing in the cloud. */
  readonly logical: boolean;
}

/** The parts of an URN: `urn:pulumi:<stack>::<project>::<type>$…$<type>::<name>`. */
export function partsOf(urn: string): { readonly type: string; readonly concern: string; readonly name: string } {
  const [, , qualified = '', ...name] = urn.split('::');
  const types = qualified.split('$');
  const component = types.slice(0, -1).find((type) => type.startsWith('planewright:'));
  return { type: types.at(-1) ?? '', concern: component?.split(':').at(-1) ?? '', name: name.join('::') };
}

/** Of a type that the table does not know, as one of an earlier release may be, nobody can say that it holds none. */
export function holdsData(type: string): boolean {
  return resourceTypeOf(type)?.holdsData ?? !/^(pulumi|planewright):/.test(type);
}
