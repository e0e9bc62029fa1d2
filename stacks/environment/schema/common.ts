import * as z from 'zod';
import { displayName, httpsUrl, integer, list, map, set, text, uuid } from '../../../src/api/fields.ts';
import { namespaceName, secretRef } from '../../../src/api/references.ts';

/** API version of environment files. A group of its own: an environment is no Kubernetes resource. */
export const environmentApiVersion = 'environment.planewright.dev/v1alpha1';
export const environmentKind = 'Environment';

export const profiles = ['sandbox', 'production', 'production-ha', 'high-ingest'] as const;
export type Profile = (typeof profiles)[number];

/**
 * A field that every profile fills in: required once the layers lie on each other, and nothing that a person must write.
 * Read by the JSON Schema for editors.
 */
export function profiled<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), 'x-planewright-profiled': true });
}

/** Name of the environment and, in front, of everything in the cloud. Source of its form: vendor's AWS and Azure modules. */
export const deploymentName = () =>
  text({
    max: 18,
    pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
    form: 'lower-case letters, digits and -, beginning with a letter, at most 18',
  });

export const cidr = () =>
  text({
    max: 18,
    pattern: /^[0-9]{1,3}([.][0-9]{1,3}){3}\/[0-9]{1,2}$/,
    form: 'an IPv4 network such as 10.175.0.0/16',
  });

export const hostname = () =>
  text({
    max: 253,
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/,
    form: 'a host name such as braintrust.example.com',
  });

/** Name or identifier of something in the cloud that exists already. */
export const identifier = () => text({ max: 1024, pattern: /^[^\s]+$/, form: 'an identifier without blanks' });

const date = () => text({ max: 10, pattern: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, form: 'a date such as 2026-12-31' });

export const organization = z
  .strictObject({
    name: displayName().describe('Organization as the vendor shows it; * for any, with primaryName.'),
    primaryName: displayName()
      .optional()
      .describe('Organization that manages the service tokens; needed when name is *.'),
    allowedIds: set(uuid(), { max: 256 }).optional().describe('Organizations that are let in, by id; all if left out.'),
    namespace: namespaceName().default('braintrust').describe('Namespace of the Organization resource and its token.'),
    apiUrl: httpsUrl()
      .optional()
      .describe("Base URL of the admin API that the organization is governed through; the vendor's own if left out."),
    tokenSecretRef: secretRef()
      .default({ name: 'braintrust-token', key: 'token' })
      .describe(
        'Secret in the cluster with the token of an owner service account. The token itself never stands here.',
      ),
    governed: z
      .boolean()
      .default(true)
      .describe('Whether Planewright keeps the organization as declared; false: the plane alone.'),
  })
  .describe('The organization that uses the plane.');

export const tags = map(text({ min: 0, max: 256 }), 40)
  .default({})
  .describe('Tags or labels on everything that is made, besides those of Planewright.');

export const policy = z
  .strictObject({
    exceptions: list(
      z.strictObject({
        policy: text({ max: 64, pattern: /^[a-z][-a-z0-9]*$/, form: 'the id of a policy' }).describe(
          'Id of the policy.',
        ),
        resource: text({ max: 256 })
          .optional()
          .describe('Name of the resource in the plan, * for any part of it; every resource if left out.'),
        reason: text({ min: 10, max: 1024 }).describe('Why it is right here, for those who read the plan.'),
        until: date().describe('Last day on which it holds. From the next day on, the policy blocks again.'),
      }),
      { max: 64 },
    )
      .default([])
      .describe('Policies that may be broken, for a reason and a while.'),
  })
  .prefault({})
  .describe('Exceptions from the policies.');

/** A secret that a person puts into the cloud's store: made empty, or one that is there. */
export const storedSecret = (what: string) =>
  z
    .discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('New').describe('The secret is made empty in the store of the cloud; a person fills it.'),
      }),
      z.strictObject({
        type: z.literal('Existing').describe('It is in the store of the cloud already.'),
        name: identifier().describe('Its name there: ARN, resource name, or name in the vault.'),
      }),
    ])
    .describe(what);

/** Who may reach the API, and by which name. */
export const entryFields = () => ({
  access: profiled(z.enum(['Private', 'Public'])).describe('Reached from the network alone, or from the internet.'),
  hostname: hostname().describe('Name by which browsers and SDKs reach the API. HTTPS only.'),
  allowedCidrs: set(cidr(), { max: 64 })
    .default(['0.0.0.0/0'])
    .describe('Networks that may reach a public entry. Everybody is the usual answer, since each call carries a key.'),
  idleTimeoutSeconds: profiled(integer(60, 3600)).describe(
    'How long a connection may be silent. Model calls stream for minutes: 900 is what the vendor uses.',
  ),
});

export const alarms = z
  .strictObject({
    enabled: profiled(z.boolean()).describe('Whether alarms are made.'),
    emails: set(text({ max: 254, pattern: /^[^@\s]+@[^@\s]+$/, form: 'an e-mail address' }), { max: 16 })
      .default([])
      .describe('Who is told.'),
  })
  .describe('Alarms on the database, the cache, the buckets and the entry.');

export const backups = z
  .strictObject({
    region: text({ max: 32 }).optional().describe('Another region that keeps a copy; none if left out.'),
    retentionDays: profiled(integer(7, 3650)).describe('How long a copy is kept there.'),
  })
  .describe('Copies outside the blast radius: in another region, in a vault that the plane cannot delete from.');

/** Who takes exports: a bucket, and a role that the plane may take on with an external id. */
export const exports = list(
  z.strictObject({
    name: text({ max: 24, pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/, form: 'lower-case letters, digits and -' }).describe(
      'Name, part of the name of the role.',
    ),
    bucket: text({ max: 222, pattern: /^[a-z0-9][-a-z0-9._]*[a-z0-9]$/, form: 'a bucket' }).describe(
      'Bucket that exports are written to. It must exist, and must not be one of the plane.',
    ),
    prefix: text({ min: 0, max: 256, pattern: /^([^\/\s][^\s]*\/)?$/, form: 'a prefix that ends in /' })
      .default('')
      .describe('Where in the bucket.'),
  }),
  { max: 16 },
)
  .default([])
  .describe('Where automations may export to.');

export const planeVersion = text({
  max: 64,
  pattern: /^[0-9]{1,4}[.][0-9]{1,4}[.][0-9]{1,4}(-[0-9A-Za-z][-0-9A-Za-z.]*)?$/,
  form: 'a version such as 2.9.0',
}).describe('Version of the data plane.');

export const endpoint = z
  .strictObject({
    access: profiled(z.enum(['Private', 'Public'])).describe(
      'Whether the API server of Kubernetes is reached from the network alone.',
    ),
    authorizedCidrs: set(cidr(), { max: 32 })
      .default([])
      .describe('Networks that may reach a public one; at least one there.'),
  })
  .describe("How the cluster's API server is reached.");

/** A pool of nodes. */
export const nodePool = (what: string) =>
  z
    .strictObject({
      instanceType: profiled(
        text({ max: 64, pattern: /^[A-Za-z0-9][-A-Za-z0-9._]*$/, form: 'a machine type' }),
      ).describe('Machine type.'),
      min: profiled(integer(0, 1000)).describe('Nodes at least.'),
      max: profiled(integer(1, 1000)).describe(
        'Nodes at most. An upgrade starts the new pods before the old ones end: there must be room for both.',
      ),
    })
    .describe(what);

/** Where Pulumi's engine keeps what it made, and with what it encrypts the secrets in it. Source: Pulumi, State and Backends. */
export const state = z
  .strictObject({
    backend: text({
      max: 1024,
      pattern: /^(file|s3|gs|azblob|https):\/\/[^\s]+$/,
      form: 'file://…, s3://…, gs://…, azblob://… or the address of Pulumi Cloud',
    })
      .default('file://.planewright/state')
      .describe('Where the state is kept. A folder is for one person; a bucket with versions is for a team.'),
    secretsProvider: text({
      max: 1024,
      pattern: /^(passphrase|(awskms|gcpkms|azurekeyvault|hashivault):\/\/[^\s]+)$/,
      form: 'passphrase, awskms://…, gcpkms://…, azurekeyvault://… or hashivault://…',
    })
      .default('passphrase')
      .describe("What encrypts secrets in it. A cloud's key cannot be forgotten; a passphrase can."),
  })
  .prefault({})
  .describe('State of the stack.');
