import * as z from 'zod';
import type { KindDefinition } from '../../src/api/index.ts';
import { resourceSchema } from '../../src/api/normalise.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema of a kind, for editors: completion, descriptions and red underlines while somebody types. */
export function editorSchema(definition: KindDefinition): JsonSchema {
  const document = resourceSchema(definition).omit({ status: true });
  const schema = z.toJSONSchema(document, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const key of Object.keys(jsonSchema)) {
        if (key.startsWith('x-kubernetes-')) Reflect.deleteProperty(jsonSchema, key);
      }
    },
  });
  return { ...schema, title: definition.kind, description: definition.description };
}

/** One schema for files that hold resources of several kinds: the kind decides which part counts. */
export function editorSchemaOfAll(definitions: readonly KindDefinition[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Planewright',
    type: 'object',
    required: ['kind'],
    allOf: definitions.map((definition) => ({
      if: { properties: { kind: { const: definition.kind } } },
      then: { ...editorSchema(definition), $schema: undefined },
    })),
  };
}
