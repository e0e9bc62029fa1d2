import { z } from 'zod';
import { organizationFor } from '../exchange.ts';
import type { BraintrustProfile } from '../profile.ts';
import type { Resource } from '../resource.ts';
import { text } from '../row.ts';

const nullableText = z.string().nullable().optional();
const nullableFlag = z.boolean().nullable().optional();

const functionTypes = [
  ...['llm', 'scorer', 'task', 'tool', 'custom_view', 'preprocessor', 'facet', 'classifier', 'tag', 'parameters'],
  'sandbox',
] as const;

const defaultPreprocessor = z.union([
  z.strictObject({ type: z.literal('function'), id: z.string(), version: z.string().optional() }),
  z.strictObject({ type: z.literal('global'), name: z.string(), function_type: z.enum(functionTypes).optional() }),
]);

const publishedSettings = {
  comparison_key: nullableText,
  baseline_experiment_id: z.guid().nullable().optional(),
  spanFieldOrder: z
    .array(
      z.strictObject({
        object_type: z.string(),
        column_id: z.string(),
        position: z.string(),
        layout: z.enum(['full', 'two_column']).nullable().optional(),
      }),
    )
    .nullable()
    .optional(),
  remote_eval_sources: z
    .array(z.strictObject({ url: z.string(), name: nullableText, description: nullableText }))
    .nullable()
    .optional(),
  disable_realtime_queries: nullableFlag,
  default_preprocessor: defaultPreprocessor.nullable().optional(),
};

/** Known to later versions only; the last three are written by the UI and described nowhere. */
const laterSettings = {
  monitor_charts_use_metrics_start: nullableFlag,
  coding_agent_insights_dashboard: z.unknown().optional(),
  blind_reviews: z.unknown().optional(),
  require_all_human_review_scores: z.unknown().optional(),
};

function settings(profile: BraintrustProfile): z.ZodType {
  const shape = profile.api === 'newest' ? { ...publishedSettings, ...laterSettings } : publishedSettings;
  return z.strictObject(shape).nullable().optional();
}

export const project: Resource = {
  type: 'project',
  naturalKey: ['org_id', 'name'],
  settable: ['name', 'description'],
  createBody: () => z.strictObject({ name: z.string().min(1), description: nullableText, org_name: nullableText }),
  patchBody: (profile) =>
    z.strictObject({
      name: nullableText,
      description: nullableText,
      user_id: nullableText,
      settings: settings(profile),
    }),
  replacedWhole: ['settings'],
  softDelete: true,
  filters: { project_name: { matches: (row, value) => text(row, 'name') === value } },
  cursors: true,
  organizationFilter: true,
  organizationsOf: (row) => [text(row, 'org_id')],
  place: (body, exchange) => ({
    org_id: organizationFor(exchange, body),
    user_id: exchange.caller.userId,
    deleted_at: null,
    settings: null,
  }),
};
