import * as z from 'zod';
import { duration, integer, list, listMap, map, quantity, set, text } from '../fields.ts';
import { configMapRef, secretRef } from '../references.ts';
import { ruled } from '../rules.ts';

const amounts = () =>
  z.strictObject({
    cpu: quantity().optional().describe('CPU cores.'),
    memory: quantity().optional().describe('Memory.'),
    'ephemeral-storage': quantity().optional().describe('Disk of the node.'),
  });

interface Amounts {
  readonly cpu: string;
  readonly memory: string;
}

/** Given as a whole or not at all: a default limit beside a request of one's own could be the smaller one. */
const resources = (requests: Amounts, limits: Amounts) =>
  z
    .strictObject({
      requests: amounts().optional().describe('What the scheduler sets aside.'),
      limits: amounts().optional().describe('What a pod may use at most.'),
    })
    .default({ requests: { ...requests }, limits: { ...limits } })
    .describe("Resources of a pod; the vendor's own sizes if left out.");

const environment = () =>
  listMap(
    ruled(
      z.strictObject({
        name: text({
          max: 255,
          pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
          form: 'letters, digits and _, beginning with no digit',
        }).describe('Name.'),
        value: text({ min: 0, max: 4096 }).optional().describe('Value, if it is no secret.'),
        secretRef: secretRef().optional().describe('Where the value is, if it is one.'),
      }),
      {
        rule: '[has(self.value), has(self.secretRef)].exists_one(x, x)',
        message: 'set exactly one of value, secretRef',
        holds: (self) => (self.value === undefined) !== (self.secretRef === undefined),
      },
    ),
    'name',
    { max: 128 },
  );

const toleration = z.strictObject({
  key: text({ max: 317 }).optional().describe('Taint key; every taint if left out.'),
  operator: z.enum(['Exists', 'Equal']).default('Equal').describe('How the value is compared.'),
  value: text({ min: 0, max: 63 }).optional().describe('Taint value.'),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional().describe('Taint effect; all if left out.'),
  tolerationSeconds: integer(0, 86_400).optional().describe('How long to stay on such a node.'),
});

const labelMap = () => map(text({ min: 0, max: 63 }), 64);
const annotationMap = () => map(text({ min: 0, max: 8192 }), 64);

/** What every workload can be told. */
const podFields = () => ({
  nodeSelector: labelMap().optional().describe('Labels of the nodes to run on.'),
  tolerations: list(toleration, { max: 32 }).optional().describe('Taints to put up with.'),
  podLabels: labelMap().optional().describe('Labels to add to the pods.'),
  podAnnotations: annotationMap().optional().describe('Annotations to add to the pods.'),
  extraEnv: environment()
    .optional()
    .describe('Environment variables to add. Those of the contract cannot be replaced.'),
});

export const api = z
  .strictObject({
    replicas: integer(1, 256).default(4).describe('Pods.'),
    resources: resources({ cpu: '2', memory: '4Gi' }, { cpu: '4', memory: '8Gi' }),
    nodeMemoryPercent: integer(10, 95).default(80).describe("Share of the memory limit for Node's heap, in percent."),
    service: z
      .strictObject({
        type: z.enum(['ClusterIP', 'LoadBalancer']).default('ClusterIP').describe('How it is reached.'),
        annotations: annotationMap().optional().describe('Annotations, for example for an internal load balancer.'),
      })
      .prefault({})
      .describe('Service in front of the API, port 8000.'),
    codeExecution: z
      .enum(['Disabled', 'InProcess'])
      .default('Disabled')
      .describe('Whether functions written by users run inside the API pod. There is no isolation between them.'),
    urlSafety: z
      .strictObject({
        mode: z
          .enum(['off', 'proxy', 'warn', 'reject'])
          .optional()
          .describe('What to do with requests to addresses that look unsafe; the application decides if left out.'),
        dnsServers: set(text({ max: 64 }), { max: 16 })
          .optional()
          .describe('DNS servers to ask.'),
        allowCidrs: set(text({ max: 64 }), { max: 128 })
          .optional()
          .describe('Networks to allow all the same.'),
      })
      .optional()
      .describe('Protection against requests that users could make the plane send into its own network.'),
    customCa: configMapRef().optional().describe('PEM certificates to trust besides the public ones.'),
    backfill: z
      .strictObject({
        disableHistorical: z.boolean().default(false).describe('Do not carry old rows over.'),
        disableNonHistorical: z.boolean().default(false).describe('Do not carry new rows over.'),
      })
      .prefault({})
      .describe('Carrying rows from PostgreSQL over to Brainstore.'),
    allowInvalidBase64: z.boolean().default(false).describe('Take attachments that are not quite base64.'),
    ...podFields(),
  })
  .prefault({})
  .describe('The API.');

const cache = z
  .strictObject({
    directory: text({ max: 255, pattern: /^\/[^ ]+$/, form: 'an absolute path' })
      .default('/mnt/tmp/brainstore')
      .describe('Where the cache is mounted.'),
    memoryLimit: quantity().default('1Gi').describe('Memory for it.'),
    size: quantity()
      .default('900Gi')
      .describe('Disk for it. Must be smaller than the volume, which it can exceed for a while.'),
    volumeSize: quantity().default('1000Gi').describe('Disk of the node that is asked for.'),
  })
  .prefault({})
  .describe('Cache on local NVMe.');

const role = (description: string, replicas: number, most: number, size: Amounts) =>
  z
    .strictObject({
      replicas: integer(1, most).default(replicas).describe('Pods.'),
      resources: resources(size, size),
      cache,
      verbose: z.boolean().default(true).describe('Log more.'),
      ...podFields(),
    })
    .prefault({})
    .describe(description);

const readerSize = { cpu: '16', memory: '32Gi' };

export const brainstore = z
  .strictObject({
    reader: role('Answers queries.', 2, 256, readerSize),
    fastReader: role('Answers the short queries that people wait for.', 2, 256, readerSize),
    writer: role('Compacts and indexes; runs automations.', 1, 16, { cpu: '32', memory: '64Gi' }),
  })
  .prefault({})
  .describe("The vendor's storage and query engine, in three roles.");

const image = () =>
  z
    .strictObject({
      repository: text({
        max: 512,
        pattern: /^[a-z0-9][-a-z0-9._:\/]*[a-z0-9]$/,
        form: 'a repository without tag or digest',
      })
        .optional()
        .describe("Repository without tag; the vendor's if left out."),
      tag: text({ max: 128, pattern: /^[A-Za-z0-9_][-A-Za-z0-9_.]*$/, form: 'a tag' })
        .optional()
        .describe('Tag; that of spec.version if left out. It does not move with spec.version.'),
      digest: text({ max: 71, pattern: /^sha256:[0-9a-f]{64}$/, form: 'sha256: and 64 hexadecimal digits' })
        .optional()
        .describe('Digest; wins over the tag.'),
    })
    .optional();

export const images = z
  .strictObject({
    api: image().describe('Image of the API.'),
    brainstore: image().describe('Image of Brainstore.'),
    pullPolicy: z.enum(['IfNotPresent', 'Always', 'Never']).default('IfNotPresent').describe('When to pull.'),
    pullSecrets: set(text({ max: 253 }), { max: 16 })
      .optional()
      .describe('Secrets for the registry, by name.'),
  })
  .prefault({})
  .describe('Where images come from, for mirrors and pinned digests.');

export const rollout = z
  .strictObject({
    stepDeadline: duration('1m', '24h')
      .default('20m')
      .describe('How long a step may take before the rollout halts and says how to go on.'),
    migrationDeadline: duration('1m', '24h')
      .default('1h')
      .describe('The same for the first pod of a new API version, which migrates the database.'),
    soak: duration('0s', '24h').default('0s').describe('How long to watch before an upgrade counts as done.'),
  })
  .prefault({})
  .describe('How changes are rolled out.');
