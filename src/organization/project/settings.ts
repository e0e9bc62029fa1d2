import type { ProjectSpec } from '../../api/index.ts';
import type { Json, JsonObject } from '../../runtime/canonical-json.ts';

type Settings = NonNullable<ProjectSpec['settings']>;

/** Settings as the API spells them; only what is declared. */
export function wireSettings(settings: ProjectSpec['settings']): JsonObject {
  const given = settings ?? {};
  return defined({
    comparison_key: given.comparisonKey,
    baseline_experiment_id: given.baselineExperimentId,
    spanFieldOrder: given.spanFieldOrder?.map((field) =>
      defined({
        object_type: field.objectType,
        column_id: field.columnId,
        position: field.position,
        layout: field.layout,
      }),
    ),
    remote_eval_sources: given.remoteEvalSources?.map(({ name, url, description }) =>
      defined({ name, url, description }),
    ),
    disable_realtime_queries: given.disableRealtimeQueries,
    default_preprocessor: wirePreprocessor(given.defaultPreprocessor),
  });
}

/** Name of a setting in the spec, for people. */
export const specName: Readonly<Record<string, keyof Settings>> = {
  comparison_key: 'comparisonKey',
  baseline_experiment_id: 'baselineExperimentId',
  spanFieldOrder: 'spanFieldOrder',
  remote_eval_sources: 'remoteEvalSources',
  disable_realtime_queries: 'disableRealtimeQueries',
  default_preprocessor: 'defaultPreprocessor',
};

function wirePreprocessor(given: Settings['defaultPreprocessor']): JsonObject | undefined {
  if (given === undefined) return undefined;
  return given.type === 'function'
    ? defined({ type: given.type, id: given.id, version: given.version })
    : defined({ type: given.type, name: given.name, function_type: given.functionType });
}

function defined(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const out: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) out[key] = value;
  return out;
}

/** What the API stores as null counts as not there, at every depth: it answers null for fields that were left out. */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map((inner: Json) => withoutNulls(inner));
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value as JsonObject)) if (inner !== null) out[key] = withoutNulls(inner);
  return out;
}
