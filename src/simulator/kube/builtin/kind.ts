import type { StoredObject } from '../object.ts';
import type { OpenApiSchema } from '../schema/schema-node.ts';

/** A column whose cell is more than one value at a path. */
export interface ComputedColumn extends Omit<PrinterColumn, 'jsonPath'> {
  readonly cell: (object: StoredObject) => string | number;
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly format?: string;
  readonly description?: string;
  /** Above zero: only in wide output. */
  readonly priority?: number;
}

/** One row of the table of what is served without a CRD. */
export interface BuiltinKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly subresources: readonly ('status' | 'scale')[];
  /** Whether the server counts `metadata.generation` for it. */
  readonly generation: boolean;
  /** Top-level fields beside apiVersion, kind and metadata. */
  readonly fields: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  /** Fields beside name and namespace that field selectors may use. */
  readonly selectable?: readonly string[];
  /** Printer columns between Name and Age. */
  readonly columns: readonly (PrinterColumn | ComputedColumn)[];
}
