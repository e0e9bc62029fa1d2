import * as z from 'zod';
import { integer, list, listMap, text, timestamp } from '../fields.ts';
import { commonStatus } from '../status.ts';

const phases = [
  'Pending',
  'Preflight',
  'Secrets',
  'Readers',
  'Writer',
  'Migration',
  'Api',
  'Verify',
  'Soak',
  'Ready',
  'Halted',
] as const;

const versionText = () => text({ max: 64 });

const component = z.strictObject({
  name: text({ max: 63 }).describe('Name of the Deployment.'),
  image: text({ max: 768 }).optional().describe('Image of its pod template.'),
  replicas: integer(0, 10_000).describe('Pods asked for.'),
  updated: integer(0, 10_000).describe('Pods of the newest template.'),
  available: integer(0, 10_000).describe('Pods that answer.'),
  terminating: integer(0, 10_000).optional().describe('Pods that are still going away.'),
});

const rolloutStatus = z.strictObject({
  hash: text({ max: 64 }).describe('Hash of what is rolled out: the spec and the secrets.'),
  startedAt: timestamp().describe('When it began.'),
  step: z.enum(phases).describe('Step that it is in, or was in when it halted.'),
  stepStartedAt: timestamp().describe('When that step began.'),
  halted: z
    .strictObject({
      at: timestamp().describe('When.'),
      reason: text({ max: 1024 }).describe('Why, in one word.'),
      message: text({ max: 4096 }).describe('Why, and how to go on.'),
    })
    .optional()
    .describe('Set when it stopped and waits for a person.'),
});

const historyEntry = z.strictObject({
  version: versionText().describe('Version.'),
  startedAt: timestamp().describe('When its rollout began.'),
  completedAt: timestamp().optional().describe('When it was done.'),
  result: z.enum(['Succeeded', 'Superseded', 'Halted']).optional().describe('How it ended.'),
});

const inventoryEntry = z.strictObject({
  group: text({ min: 0, max: 253 }).describe('API group; empty for the core group.'),
  version: text({ max: 63 }).describe('API version.'),
  kind: text({ max: 63 }).describe('Kind.'),
  name: text({ max: 253 }).describe('Name.'),
  uid: text({ max: 64 }).optional().describe('Identity, so that a stranger of the same name is left alone.'),
});

export const dataPlaneStatus = z.strictObject({
  ...commonStatus(),
  phase: z.enum(phases).optional().describe('Where the rollout stands.'),
  currentVersion: versionText().optional().describe('Version that runs on every pod.'),
  targetVersion: versionText().optional().describe('Version that is being rolled out.'),
  readyOnce: z
    .boolean()
    .optional()
    .describe('Whether the plane was ever Ready: from then on a lost function secret key is never made anew.'),
  rollout: rolloutStatus.optional().describe('The rollout under way, or the one that halted.'),
  secrets: z
    .strictObject({
      hash: text({ max: 64 }).describe('Keyed hash of the composed Secret.'),
      functionSecretKeyHash: text({ max: 64 }).optional().describe('Keyed hash of the function secret key.'),
    })
    .optional()
    .describe('Secrets that the pods were given.'),
  components: listMap(component, 'name', { max: 16 }).optional().describe('Deployments of the plane.'),
  history: list(historyEntry, { max: 20 }).optional().describe('Versions, the newest first.'),
  inventory: list(inventoryEntry, { max: 256 }).optional().describe('Objects that belong to the plane.'),
});

export type DataPlanePhase = (typeof phases)[number];
