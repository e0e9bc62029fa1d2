import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../src/runtime/canonical-json.ts';
import { differences } from './state.ts';

/**
 * A plan as a file that can travel from the job that showed it to the job that was approved. It is bound to the
 * environment, the state and the versions that it was made from; secrets in it are ciphertext.
 */
export const savedPlanSchema = z.strictObject({
  apiVersion: z.literal('plan.planewright.dev/v1'),
  environment: z.string(),
  /** Digest of the environment with all its layers. */
  environmentDigest: z.string(),
  /** Digest of each resource of the state, by URN. */
  state: z.record(z.string(), z.string()),
  versions: z.strictObject({ planewright: z.string(), engine: z.string() }),
  /** Salt of the passphrase, or the sealed data key: a first plan is made before any state holds it. */
  salt: z.string().optional(),
  /** Steps that are not `same`, for people. */
  steps: z.array(z.strictObject({ operation: z.string(), name: z.string(), type: z.string() })),
  /** Digest of what would change in the cluster, where that was looked into. */
  cluster: z.string().optional(),
  /** The engine's own plan, which it holds itself to. */
  engine: z.record(z.string(), z.unknown()),
});

export type SavedPlan = z.output<typeof savedPlanSchema>;

/** @throws Error with what is wrong with the text, as a clause. */
export function readSavedPlan(text: string): SavedPlan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error('it is not JSON, or is cut off', { cause: error });
  }
  const outcome = savedPlanSchema.safeParse(json);
  if (outcome.success) return outcome.data;
  const [issue] = outcome.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/** What a plan is bound to, as it is now. */
export interface Binding {
  readonly environment: string;
  readonly environmentDigest: string;
  readonly state: Readonly<Record<string, string>>;
  readonly versions: { readonly planewright: string; readonly engine: string };
}

/** Why a saved plan must not be applied now, as sentences; empty where it may. */
export function staleness(plan: SavedPlan, now: Binding): readonly string[] {
  if (plan.environment !== now.environment) {
    return [`The plan is one of environment ${plan.environment}, not of ${now.environment}.`];
  }
  const reasons: string[] = [];
  if (plan.environmentDigest !== now.environmentDigest) reasons.push('The environment file was changed since.');
  const { planewright, engine } = plan.versions;
  if (planewright !== now.versions.planewright) {
    reasons.push(`The plan was made by Planewright ${planewright}, this is ${now.versions.planewright}.`);
  }
  if (engine !== now.versions.engine) {
    reasons.push(`The plan was made by Pulumi ${engine}, this is ${now.versions.engine}.`);
  }
  const changed = differences(plan.state, now.state);
  if (changed.length > 0) reasons.push(`The state was changed since: ${shortened(changed)}.`);
  return reasons;
}

/** The first few: after an update of everything it would be everything. */
function shortened(changes: readonly string[]): string {
  const most = 5;
  const rest = changes.length - most;
  return `${changes.slice(0, most).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

export function environmentDigest(document: unknown): string {
  return digestOf(document);
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
