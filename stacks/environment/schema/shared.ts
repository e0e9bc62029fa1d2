import * as z from 'zod';
import { integer, text } from '../../../src/api/fields.ts';
import {
  alarms,
  backups,
  identifier,
  organization,
  planeVersion,
  policy,
  profiled,
  profiles,
  state,
  storedSecret,
  tags,
} from './common.ts';
import { plane } from './plane.ts';

/** What a self-hosted environment says on every cloud. Each cloud's own schema adds what differs. */
export const selfHostedFields = () => ({
  mode: z.literal('SelfHosted').describe('You run the plane.'),
  profile: z
    .enum(profiles)
    .describe('Sizes and safety to begin with; every field can be set otherwise. sandbox holds nothing of value.'),
  version: planeVersion,
  organization,
  tags,
  plane,
  secrets: z
    .strictObject({
      licenseKey: storedSecret('License key of Brainstore, from the data plane page of the organization.').default({
        type: 'New',
      }),
    })
    .prefault({})
    .describe("Secrets that only a person can bring. Values stand in the cloud's store, never here."),
  alarms,
  backups,
  state,
  policy,
});

/** PostgreSQL that Planewright makes: the numbers that every cloud asks for. */
export const newPostgresFields = () => ({
  type: z.literal('New').describe('The database is made.'),
  version: profiled(text({ max: 8, pattern: /^[0-9]{2}$/, form: 'a major version such as 17' })).describe(
    'Major version of PostgreSQL.',
  ),
  instanceType: profiled(identifier()).describe('Machine type.'),
  storageGiB: profiled(integer(32, 65_536)).describe('Disk in GiB to begin with.'),
  maxStorageGiB: profiled(integer(32, 65_536)).describe('Disk in GiB that it may grow to.'),
  highAvailability: profiled(z.boolean()).describe('A standby in another zone.'),
  backupRetentionDays: profiled(integer(7, 35)).describe(
    'Days back to which the database can be restored, to the second.',
  ),
  deletionProtection: profiled(z.boolean()).describe("The cloud's own protection against deletion."),
});

/** A database that exists. Its password stands in the cloud's store. */
export const existingPostgres = z.strictObject({
  type: z.literal('Existing').describe('A database that exists.'),
  host: text({ max: 253, pattern: /^[-A-Za-z0-9.]+$/, form: 'a host name or address' }).describe('Host.'),
  port: integer(1, 65_535).default(5432).describe('Port.'),
  database: text({ max: 63, pattern: /^[A-Za-z_][-A-Za-z0-9_]*$/, form: 'a database' })
    .default('braintrust')
    .describe('Database.'),
  urlSecret: identifier().describe(
    "Secret in the cloud's store that holds the whole postgres:// URL with user and password: ARN, resource name, or name in the vault.",
  ),
});

export const existingRedis = z.strictObject({
  type: z.literal('Existing').describe('A Redis that exists.'),
  host: text({ max: 253, pattern: /^[-A-Za-z0-9.]+$/, form: 'a host name or address' }).describe('Host.'),
  port: integer(1, 65_535).default(6379).describe('Port.'),
  urlSecret: identifier().describe("Secret in the cloud's store that holds the whole rediss:// URL."),
});

/** Buckets that Planewright makes, whatever the cloud calls them. */
export const newStorageFields = () => ({
  type: z.literal('New').describe('The buckets are made.'),
  undoDays: profiled(integer(1, 90)).describe(
    'Days for which what was overwritten or deleted can be had back. Live data is never touched by a rule.',
  ),
  allowedOrigins: z
    .array(text({ max: 255, pattern: /^https?:\/\/[^\s]+$/, form: 'an origin such as https://example.com' }))
    .max(64)
    .default(['https://www.braintrust.dev'])
    .describe('Web origins that may upload and download attachments.'),
});
