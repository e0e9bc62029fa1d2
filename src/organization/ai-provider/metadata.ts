import type { AIProviderMetadata } from '../../api/index.ts';
import type { Json, JsonObject } from '../../runtime/canonical-json.ts';

type CustomModel = NonNullable<AIProviderMetadata['customModels']>[string];

/** Fields whose wire name is not their own name in snake case (reference: the vendor's published proxy schemas). */
const sameOnTheWire: ReadonlySet<keyof AIProviderMetadata> = new Set([
  'customModels',
  'excludeDefaultModels',
  'additionalHeaders',
  'supportsStreaming',
]);

const modelFields: Readonly<Partial<Record<keyof CustomModel, string>>> = {
  displayName: 'displayName',
  inputCostPerMillionTokens: 'input_cost_per_mil_tokens',
  outputCostPerMillionTokens: 'output_cost_per_mil_tokens',
  cacheReadCostPerMillionTokens: 'input_cache_read_cost_per_mil_tokens',
  cacheWriteCostPerMillionTokens: 'input_cache_write_cost_per_mil_tokens',
};

/** Metadata as the API spells it; only what is declared. */
export function wireMetadata(type: string, metadata: AIProviderMetadata | undefined): JsonObject {
  const wire: Record<string, Json> = {};
  for (const [field, value] of Object.entries(metadata ?? {})) {
    if (value === undefined) continue;
    const key = field as keyof AIProviderMetadata;
    wire[wireName(type, key)] = key === 'customModels' ? wireModels(metadata?.customModels ?? {}) : (value as Json);
  }
  return wire;
}

function wireName(type: string, field: keyof AIProviderMetadata): string {
  // The one provider whose schema spells it in camel case.
  if (field === 'authType' && type === 'vertex') return field;
  return sameOnTheWire.has(field) ? field : snake(field);
}

function wireModels(models: Readonly<Record<string, CustomModel>>): JsonObject {
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, wireModel(model)]));
}

function wireModel(model: CustomModel): JsonObject {
  const wire: Record<string, Json> = {};
  for (const [field, value] of Object.entries(model)) {
    if (value !== undefined) wire[modelFields[field as keyof CustomModel] ?? snake(field)] = value;
  }
  return wire;
}

function snake(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
