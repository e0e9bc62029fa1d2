import type { OpenApiSchema } from '../schema/schema-node.ts';

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
  /** Printer columns between Name and Age. */
  readonly columns: readonly PrinterColumn[];
}
