import * as z from 'zod';
import { integer, list, listMap, text, timestamp } from './fields.ts';

/** One condition, with the fields and bounds of Kubernetes' own `metav1.Condition`. */
const conditionSchema = z.strictObject({
  type: text({ max: 316 }).describe('Ready, Synced, Drifted, Reconciling or Stalled.'),
  status: z.enum(['True', 'False', 'Unknown']).describe('Whether it holds.'),
  observedGeneration: integer(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Generation of the spec that it speaks of.'),
  lastTransitionTime: timestamp().describe('When status last changed.'),
  reason: text({ max: 1024, pattern: /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/, form: 'one word' }).describe(
    'Why, in one word.',
  ),
  message: text({ min: 0, max: 32_768 }).describe('Why, as a sentence that names the next step.'),
});

const driftSchema = z.strictObject({
  field: text({ max: 512 }).describe('Path of the field within spec.'),
  desired: text({ min: 0, max: 1024 }).optional().describe('What is declared; left out for secrets.'),
  observed: text({ min: 0, max: 1024 }).optional().describe('What was found; left out for secrets.'),
  by: text({ max: 320 }).optional().describe('Who changed it, where that can be known.'),
});

/** Fields that the status of every kind has. */
export function commonStatus() {
  return {
    observedGeneration: integer(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('Generation of the spec that this status speaks of.'),
    conditions: listMap(conditionSchema, 'type', { max: 16 })
      .optional()
      .describe('Ready, Synced, Drifted, Reconciling and Stalled.'),
    attempt: z
      .strictObject({
        operation: text({ max: 64 }).describe('What was about to be done.'),
        naturalKey: text({ max: 1024 }).describe('What it was about to be done to.'),
        startedAt: timestamp().describe('When.'),
      })
      .optional()
      .describe('A call that cannot be repeated safely and whose outcome is not known yet.'),
    failures: z
      .strictObject({
        count: integer(0, 1_000_000).describe('Failures in a row.'),
        nextAttemptAt: timestamp().describe('When it is tried again.'),
      })
      .optional()
      .describe('Failures since the last success.'),
    drift: list(driftSchema, { max: 64 }).optional().describe('Where the real thing differs from what is declared.'),
  };
}

/** What was made or found on the other side; `id` is its identity. */
export function remote<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject({ id: text({ max: 255 }).describe('Identity of the remote object.'), ...shape })
    .optional()
    .describe('The remote object.');
}

export type Condition = z.output<typeof conditionSchema>;
export type Drift = z.output<typeof driftSchema>;
