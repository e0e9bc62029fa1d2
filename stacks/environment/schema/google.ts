import * as z from 'zod';
import { integer, text } from '../../../src/api/fields.ts';
import { cidr, endpoint, entryFields, exports, nodePool, profiled } from './common.ts';
import { existingPostgres, existingRedis, newPostgresFields, newStorageFields, selfHostedFields } from './shared.ts';

const resource = (of: string, form: string, pattern: RegExp) =>
  text({ max: 512, pattern, form: `${of} such as ${form}` });
const serviceAccount = () =>
  text({
    max: 255,
    pattern: /^[^@\s]+@[^@\s]+[.]gserviceaccount[.]com$/,
    form: 'a service account such as name@project.iam.gserviceaccount.com',
  });
const bucket = () =>
  text({
    max: 222,
    pattern: /^[a-z0-9][-a-z0-9._]*[a-z0-9]$/,
    form: 'a bucket: lower-case letters, digits, -, _ and .',
  });

export const googleCloud = z
  .strictObject({
    provider: z.literal('google').describe('Google Cloud.'),
    project: text({
      max: 30,
      min: 6,
      pattern: /^[a-z][-a-z0-9]*[a-z0-9]$/,
      form: 'a project id',
    }).describe('Project. Nothing is done in any other.'),
    projectNumber: text({ max: 16, pattern: /^[0-9]+$/, form: 'digits, in quotes' }).describe(
      "Number of the project: Google's own service agents are named after it.",
    ),
    region: text({ max: 32, pattern: /^[a-z]+-[a-z]+[0-9]+$/, form: 'a region such as us-central1' }).describe(
      'Region.',
    ),
    zones: profiled(
      z
        .array(text({ max: 32, pattern: /^[a-z]+-[a-z]+[0-9]+-[a-z]$/, form: 'a zone such as us-central1-a' }))
        .min(2)
        .max(4),
    ).describe('Zones for nodes; three if left out.'),
  })
  .describe('Where it runs.');

const network = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('The VPC is made.'),
      cidr: profiled(cidr()).describe(
        'Its addresses, /16 to /20: nodes, pods, services and private services are cut from it.',
      ),
      flowLogs: profiled(z.boolean()).describe('Whether flow logs are kept.'),
    }),
    z.strictObject({
      type: z
        .literal('Existing')
        .describe(
          'A VPC that exists, with Cloud NAT and private services access, and a proxy-only subnetwork where the entry is private.',
        ),
      network: resource(
        'a network',
        'projects/p/global/networks/n',
        /^projects\/[^\s\/]+\/global\/networks\/[^\s\/]+$/,
      ).describe('Network.'),
      subnetwork: resource(
        'a subnetwork',
        'projects/p/regions/r/subnetworks/s',
        /^projects\/[^\s\/]+\/regions\/[^\s\/]+\/subnetworks\/[^\s\/]+$/,
      ).describe('Subnetwork for nodes.'),
      cidr: cidr().describe('Addresses of the subnetwork.'),
      podsCidr: cidr().describe(
        'Addresses of the secondary range for pods: the control plane must lie outside of them.',
      ),
      podsRange: text({ max: 63 }).describe('Name of the secondary range for pods.'),
      servicesRange: text({ max: 63 }).describe('Name of the secondary range for services.'),
    }),
  ])
  .describe('The network.');

const releaseChannel = () =>
  z
    .enum(['RAPID', 'REGULAR', 'STABLE', 'EXTENDED'])
    .default('REGULAR')
    .describe('How soon new versions of Kubernetes come.');

const kubernetes = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('Autopilot').describe('GKE Autopilot: Google runs the nodes.'),
      endpoint,
      controlPlaneCidr: profiled(cidr()).describe('Addresses of the control plane, /28.'),
      machineFamily: profiled(
        text({ max: 16, pattern: /^[a-z][a-z0-9]*$/, form: 'a machine family such as c4' }),
      ).describe('Machine family with local SSD for Brainstore: c4, c4d.'),
      releaseChannel: releaseChannel(),
    }),
    z.strictObject({
      type: z.literal('Standard').describe('GKE Standard: node pools are made.'),
      endpoint,
      controlPlaneCidr: profiled(cidr()).describe('Addresses of the control plane, /28.'),
      services: nodePool('Nodes for the API, the operator and what the cluster itself needs.'),
      brainstore: nodePool('Nodes with local SSD for Brainstore.'),
      releaseChannel: releaseChannel(),
    }),
    z.strictObject({
      type: z.literal('Existing').describe('A GKE cluster that exists, with workload identity.'),
      name: text({ max: 40, pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/, form: 'the name of a cluster' }).describe('Name.'),
      location: text({ max: 32 }).describe('Its region or zone.'),
      mode: z.enum(['Autopilot', 'Standard']).describe('How it is run.'),
    }),
  ])
  .describe('The cluster. Autopilot and Standard cannot be changed into each other.');

const postgres = z
  .discriminatedUnion('type', [
    z.strictObject({
      ...newPostgresFields(),
      sequentialScans: z
        .boolean()
        .default(false)
        .describe(
          "Whether the planner may read whole tables. The vendor's queries are tuned for false; turn it on when its support says so.",
        ),
    }),
    existingPostgres,
  ])
  .describe('PostgreSQL, on Cloud SQL.');

const redis = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('New').describe('A Memorystore instance is made, with a password, reached from the VPC alone.'),
      version: profiled(text({ max: 16, pattern: /^REDIS_[0-9]_[0-9X]$/, form: 'such as REDIS_7_2' })).describe(
        'Version.',
      ),
      memoryGiB: profiled(integer(1, 300)).describe('Memory in GiB.'),
      highAvailability: profiled(z.boolean()).describe('A replica in another zone that takes over.'),
    }),
    existingRedis,
  ])
  .describe('Redis.');

const storage = z
  .discriminatedUnion('type', [
    z.strictObject(newStorageFields()),
    z.strictObject({
      type: z.literal('Existing').describe('Buckets that exist.'),
      brainstore: bucket().describe('Index, write-ahead log and locks.'),
      api: bucket().describe('Responses, attachments and code of functions.'),
    }),
  ])
  .describe('The buckets, which hold the system of record.');

const encryption = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('New').describe('A key ring and a key are made, rotated every year.') }),
    z.strictObject({
      type: z.literal('Existing').describe('A key of Cloud KMS that exists.'),
      key: resource(
        'a key',
        'projects/p/locations/l/keyRings/r/cryptoKeys/k',
        /^projects\/[^\s\/]+\/locations\/[^\s\/]+\/keyRings\/[^\s\/]+\/cryptoKeys\/[^\s\/]+$/,
      ).describe('The key. It never changes: what it encrypted would be lost.'),
      backupKey: resource(
        'a key',
        'projects/p/locations/l/keyRings/r/cryptoKeys/k',
        /^projects\/[^\s\/]+\/locations\/[^\s\/]+\/keyRings\/[^\s\/]+\/cryptoKeys\/[^\s\/]+$/,
      )
        .optional()
        .describe('The key for copies, in the region of spec.backups; one is made there if left out.'),
    }),
  ])
  .describe('The key that encrypts everything at rest.');

const identity = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('New').describe('A service account for each component is made.') }),
    z.strictObject({
      type: z
        .literal('Existing')
        .describe('Service accounts that exist, with the rights that `planewright permissions` prints.'),
      apiServiceAccount: serviceAccount().describe('Of the API.'),
      brainstoreServiceAccount: serviceAccount().describe('Of Brainstore.'),
      operatorServiceAccount: serviceAccount().describe("Of Planewright's operator."),
    }),
  ])
  .describe('Who the pods are in the cloud.');

const entry = z
  .strictObject({
    ...entryFields(),
    dns: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('CloudDNS').describe('Records are made in a managed zone.'),
          managedZone: text({
            max: 63,
            pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
            form: 'the name of a managed zone',
          }).describe('Managed zone.'),
          project: text({ max: 30 }).optional().describe('Its project, if another one.'),
        }),
        z.strictObject({ type: z.literal('Elsewhere').describe('You make the records that the plan names.') }),
      ])
      .default({ type: 'Elsewhere' })
      .describe('Where the name of the API is kept.'),
    certificate: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('New').describe('A certificate of Certificate Manager is made, proven by DNS.'),
        }),
        z.strictObject({
          type: z.literal('Existing').describe('A certificate that exists.'),
          certificate: resource(
            'a certificate',
            'projects/p/locations/l/certificates/c',
            /^projects\/[^\s\/]+\/locations\/[^\s\/]+\/certificates\/[^\s\/]+$/,
          ).describe('The certificate.'),
        }),
      ])
      .default({ type: 'New' })
      .describe('Certificate of the entry.'),
  })
  .describe('How the API is reached.');

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const maintenance = z
  .strictObject({
    day: z
      .enum(days)
      .default('Saturday')
      .describe('Day. The cluster also takes the day after: Google asks for 48 hours a month.'),
    hour: integer(0, 23).default(3).describe('Hour at which it begins, UTC.'),
  })
  .prefault({})
  .describe('When Google may work on cluster, database and cache.');

export const selfHostedGoogle = z.strictObject({
  ...selfHostedFields(),
  cloud: googleCloud,
  maintenance,
  network,
  kubernetes,
  postgres,
  redis,
  storage,
  encryption,
  identity,
  entry,
  exports,
});

export type MaintenanceDay = (typeof days)[number];
export type SelfHostedGoogleSpec = z.output<typeof selfHostedGoogle>;
