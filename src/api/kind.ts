import type * as z from 'zod';

export const group = 'planewright.dev';
export const version = 'v1alpha1';
export const apiVersion = `${group}/${version}`;
export const finalizer = `${group}/finalizer`;

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly jsonPath: string;
  readonly description: string;
  /** Shown only with `-o wide`. */
  readonly wide?: boolean;
}

/** One kind, whole: everything that is generated or checked is derived from it. */
export interface KindDefinition<
  Kind extends string = string,
  Spec extends z.ZodType = z.ZodType,
  Status extends z.ZodType = z.ZodType,
> {
  readonly kind: Kind;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** First paragraph of the reference page and of `kubectl explain`. */
  readonly description: string;
  /** CEL rules, transition rules included, are attached to the schemas; see rules.ts. */
  readonly spec: Spec;
  readonly status: Status;
  readonly printerColumns: readonly PrinterColumn[];
  /** JSON paths that `--field-selector` understands, besides name and namespace. */
  readonly selectableFields: readonly string[];
}

/** Where objects of a kind live in the REST API; the shape of `ResourceType` on the Kubernetes side. */
export function resourceTypeOf(definition: Pick<KindDefinition, 'kind' | 'plural'>) {
  return { group, version, plural: definition.plural, kind: definition.kind, namespaced: true } as const;
}

/** Metadata as far as the operator reads it; the server keeps the rest. */
export interface ResourceMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}

/** A resource as the API server answers it: defaults filled in. */
export interface Resource<Kind extends string, Spec, Status> {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: ResourceMeta;
  readonly spec: Spec;
  readonly status?: Status;
}

/** Columns that every kind ends with. */
export const readyColumns: readonly PrinterColumn[] = [
  {
    name: 'Ready',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].status',
    description: 'Whether what is declared has been brought about.',
  },
  {
    name: 'Reason',
    type: 'string',
    jsonPath: '.status.conditions[?(@.type=="Ready")].reason',
    description: 'Why it is, or is not.',
  },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: 'Time since it was created.' },
];
