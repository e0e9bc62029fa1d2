/**
 * A program's plan as plain data: what policies, quantities, permissions and every command read. Nothing of Pulumi is in
 * it, so that reading a plan loads nothing heavy.
 */
export interface Plan {
  readonly environment: string;
  readonly resources: readonly PlannedResource[];
  /** Outputs of the program by name; secrets as {@link secretMark}. */
  readonly outputs: Readonly<Record<string, JsonValue>>;
}

export interface PlannedResource {
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** Logical name, unique among resources of its type. */
  readonly name: string;
  /** Name in the cloud; undefined for types that have none. */
  readonly physicalName?: string;
  /** URN of the component that it belongs to. */
  readonly parent?: string;
  /** Name of the component, such as `network` or `postgres`: plans are grouped by it. */
  readonly concern: string;
  /** Inputs; secrets as {@link secretMark}, what is not known yet as {@link unknownMark}. Keys in order. */
  readonly inputs: Readonly<Record<string, JsonValue>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly dependencies: readonly string[];
  readonly aliases: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** URN of the provider, with its region or project, where it is not the default one. */
  readonly provider?: string;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Stands in for every secret of a plan. */
export const secretMark = '[secret]';

/** Stands in for what is known only once the object exists: `<network.vpc.arn>`. Part of a text if the text holds it. */
export function unknownMark(concern: string, name: string, property: string): string {
  return `<${concern === name ? name : `${concern}.${name}`}.${property}>`;
}
