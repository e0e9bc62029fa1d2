import * as z from 'zod';
import { displayName, set, text, textLike, uuid } from '../fields.ts';
import { readyColumns, type KindDefinition, type Resource } from '../kind.ts';
import { policy } from '../policy.ts';
import { labelSelector, organizationRef, secretRef } from '../references.ts';
import { ruled, transitions } from '../rules.ts';
import { cloud, cloudTransitions } from './data-plane-cloud.ts';
import { dataPlaneStatus } from './data-plane-status.ts';
import { api, brainstore, images, rollout } from './data-plane-workloads.ts';

export const dataPlaneStorage = z
  .strictObject({
    locks: z
      .enum(['Redis', 'ObjectStorage'])
      .describe(
        'Where Brainstore keeps its locks; ObjectStorage for new planes. Never changes on a live plane, so it has no default.',
      ),
    walFooterVersion: z
      .enum(['None', 'v1', 'v3'])
      .default('v3')
      .describe('Format of the write-ahead log. It only goes up: older versions cannot read what a newer one wrote.'),
    skipPostgres: z
      .enum(['None', 'All'])
      .default('All')
      .describe('Which rows bypass PostgreSQL. It cannot go back to None.'),
  })
  .describe('How data is stored.');

const secrets = z
  .strictObject({
    postgresUrl: secretRef().describe('postgres:// URL of the database, with user and password.'),
    redisUrl: secretRef().describe('redis:// or rediss:// URL.'),
    licenseKey: secretRef().describe('License key, from the data plane page of the organization.'),
    functionSecretKey: secretRef()
      .optional()
      .describe(
        'Key that encrypts the secrets of functions and service tokens; made once if left out. Losing it loses what it encrypts.',
      ),
  })
  .describe('Where the secrets of the plane are.');

export const dataPlaneTelemetry = z
  .strictObject({
    types: set(z.enum(['status', 'metrics', 'usage', 'memprof', 'logs', 'traces']), { max: 6 })
      .default(['status', 'metrics', 'usage'])
      .describe('What is sent to the vendor. Usage is what bills are made from.'),
    sysadminEndpoints: z
      .boolean()
      .default(true)
      .describe("Whether the vendor's support may read backfill and compaction state; metadata only."),
    billingLogLevel: z.enum(['info', 'warn', 'error', 'debug']).optional().describe('How much is logged about it.'),
  })
  .prefault({})
  .describe('What the plane tells the vendor about itself.');

const organizations = z.strictObject({
  name: displayName().describe('Organization that the plane serves, by name; * for any.'),
  primaryName: displayName()
    .optional()
    .describe('Organization that manages the service tokens of the plane; needed when name is *.'),
  allowedIds: set(uuid(), { max: 256 }).optional().describe('Organizations that are let in, by id; all if left out.'),
});

const dataPlaneSpec = transitions(
  ruled(
    z.strictObject({
      organizationRef: organizationRef()
        .optional()
        .describe('Organization that the plane serves; its name and id are taken from there.'),
      organizations: ruled(organizations, {
        rule: "self.name != '*' || has(self.primaryName)",
        message: 'is required when name is *',
        fieldPath: '.primaryName',
        reason: 'FieldValueRequired',
        holds: (self) => self.name !== '*' || self.primaryName !== undefined,
      })
        .optional()
        .describe('Organizations that the plane serves, spelled out; wins over organizationRef.'),
      mode: z.enum(['SelfHosted']).default('SelfHosted').describe('Who runs the plane.'),
      version: textLike(
        /^[0-9]{1,4}[.][0-9]{1,4}[.][0-9]{1,4}(-[0-9A-Za-z][-0-9A-Za-z.]*)?$/,
        'must be a version such as 2.9.0',
        { max: 64 },
      ).describe('Version of API and Brainstore. Changing it starts an upgrade.'),
      cloud,
      storage: dataPlaneStorage,
      secrets,
      images,
      api,
      brainstore,
      network: z
        .strictObject({
          policies: z
            .enum(['Create', 'None'])
            .default('Create')
            .describe('Whether to make NetworkPolicies that keep everything but the API away from Brainstore.'),
          brainstoreClients: labelSelector()
            .optional()
            .describe('Pods of the same namespace that may reach Brainstore besides the API.'),
          allowedOrigins: set(text({ max: 255 }), { max: 64 })
            .optional()
            .describe('Web origins that may call the API besides those of the vendor.'),
        })
        .prefault({})
        .describe('Who may talk to whom.'),
      telemetry: dataPlaneTelemetry,
      audit: z
        .strictObject({
          queryRead: z
            .enum(['BestEffort', 'Strict'])
            .describe('Strict: a query that cannot be recorded fails. BestEffort: it goes on.'),
          organizationIds: set(uuid(), { max: 256 })
            .optional()
            .describe('Organizations whose queries are recorded; the one of organizationRef if left out.'),
        })
        .optional()
        .describe('Audit records of who read what by queries; from version 2.6.0.'),
      rollout,
      policy: policy('Retain'),
    }),
    {
      rule: 'has(self.organizationRef) || has(self.organizations)',
      message: 'set organizationRef or organizations',
      reason: 'FieldValueRequired',
      holds: (self) => self.organizationRef !== undefined || self.organizations !== undefined,
    },
    {
      rule: "self.api.codeExecution != 'InProcess' || !has(self.organizations) || (self.organizations.name != '*' && (!has(self.organizations.allowedIds) || self.organizations.allowedIds.size() <= 1))",
      message: 'cannot be InProcess on a plane that serves more than one organization: nothing keeps their code apart',
      fieldPath: '.api.codeExecution',
      holds: ({ api: { codeExecution }, organizations: served }) =>
        codeExecution !== 'InProcess' ||
        served === undefined ||
        (served.name !== '*' && (served.allowedIds === undefined || served.allowedIds.length <= 1)),
    },
  ),
  ...cloudTransitions,
  {
    rule: 'self.storage.locks == oldSelf.storage.locks',
    message: 'is immutable: two kinds of locks on one plane corrupt data',
    fieldPath: '.storage.locks',
  },
  {
    rule: "oldSelf.storage.walFooterVersion == 'None' || self.storage.walFooterVersion == 'v3' || self.storage.walFooterVersion == oldSelf.storage.walFooterVersion",
    message: 'can only go up: older versions cannot read what a newer one wrote',
    fieldPath: '.storage.walFooterVersion',
    reason: 'FieldValueForbidden',
  },
  {
    rule: "oldSelf.storage.skipPostgres != 'All' || self.storage.skipPostgres == 'All'",
    message: 'can be turned on but not off again',
    fieldPath: '.storage.skipPostgres',
    reason: 'FieldValueForbidden',
  },
);

export const dataPlane = {
  kind: 'DataPlane',
  plural: 'dataplanes',
  singular: 'dataplane',
  shortNames: ['btplane'],
  categories: ['planewright'],
  description:
    'A Braintrust data plane in this namespace: API and Brainstore, at one version, on one cloud. Changing the version upgrades it in the order that keeps queries working.',
  spec: dataPlaneSpec,
  status: dataPlaneStatus,
  printerColumns: [
    { name: 'Version', type: 'string', jsonPath: '.status.currentVersion', description: 'Version that runs.' },
    { name: 'Target', type: 'string', jsonPath: '.spec.version', description: 'Version that is asked for.' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase', description: 'Where the rollout stands.' },
    ...readyColumns,
    { name: 'Cloud', type: 'string', jsonPath: '.spec.cloud.provider', description: 'Cloud.', wide: true },
  ],
  selectableFields: ['.spec.version', '.spec.cloud.provider'],
} as const satisfies KindDefinition;

export type { DataPlanePhase } from './data-plane-status.ts';
export type DataPlaneSpecInput = z.input<typeof dataPlaneSpec>;
export type DataPlaneSpec = z.output<typeof dataPlaneSpec>;
export type DataPlaneStatus = z.output<typeof dataPlaneStatus>;
export type DataPlane = Resource<'DataPlane', DataPlaneSpec, DataPlaneStatus>;
