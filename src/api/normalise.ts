import * as z from 'zod';
import { isPlainObject } from '../runtime/canonical-json.ts';
import { customResourceDefinitions } from './crd/definition.ts';
import type { StructuralSchema } from './crd/structural.ts';
import { apiVersion, type KindDefinition } from './kind.ts';
import { objectMetaSchema } from './object-meta.ts';

/** The whole document of a kind, as zod sees it. */
export function resourceSchema(definition: KindDefinition) {
  return z.strictObject({
    apiVersion: z.literal(apiVersion),
    kind: z.literal(definition.kind),
    metadata: objectMetaSchema,
    spec: definition.spec,
    status: definition.status.optional(),
  });
}

/** The structural schema of a kind, the one that its CRD carries. */
export function openApiSchemaOf(definition: Pick<KindDefinition, 'kind'>): StructuralSchema {
  const crd = customResourceDefinitions().find(({ spec }) => spec.names.kind === definition.kind);
  if (crd === undefined) throw new Error(`${definition.kind} is not in the registry`);
  return crd.spec.versions[0].schema.openAPIV3Schema;
}

/**
 * The document as the API server stores it: a null where the schema knows the field is dropped, then defaults are filled
 * in. Unknown fields stay, so that they are still found.
 */
export function normalise(value: unknown, schema: StructuralSchema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item: unknown) => normalise(item, items));
  }
  if (!isPlainObject(value)) return value;
  const { properties, additionalProperties } = schema;
  const normalised: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const known =
      (properties && Object.hasOwn(properties, name) ? properties[name] : undefined) ?? additionalProperties;
    if (known === undefined) define(normalised, name, field);
    else if (field !== null) define(normalised, name, normalise(field, known));
  }
  for (const [name, known] of Object.entries(properties ?? {})) {
    if (known.default !== undefined && !Object.hasOwn(normalised, name)) {
      normalised[name] = normalise(structuredClone(known.default), known);
    }
  }
  return normalised;
}

/** What zod makes of a document after the normalisation that the API server does. */
export function parseResource(definition: KindDefinition, document: unknown) {
  return resourceSchema(definition).safeParse(normalise(document, openApiSchemaOf(definition)));
}

/** Sets a property also where it is called `__proto__`, which an assignment would lose. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
