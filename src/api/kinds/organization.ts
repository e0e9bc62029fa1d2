import * as z from 'zod';
import { displayName, duration, httpsUrl, integer, listMap, set, text, timestamp } from '../fields.ts';
import { readyColumns, type KindDefinition, type Resource } from '../kind.ts';
import { policy } from '../policy.ts';
import { configMapRef, labelSelector, secretRef } from '../references.ts';
import { transitions } from '../rules.ts';
import { commonStatus, remote } from '../status.ts';

const connection = z
  .strictObject({
    apiUrl: httpsUrl()
      .default('https://api.braintrust.dev')
      .describe('Base URL of the admin API: the vendor-hosted one, or that of a data plane.'),
    organizationName: displayName().describe('Name of the organization as the vendor shows it.'),
    tokenSecretRef: secretRef().describe("The owner service account's token."),
    rate: z
      .strictObject({
        perSecond: z.number().min(0.1).max(1000).describe('Calls per second in the long run.'),
        burst: integer(1, 1000).describe('Calls at once.'),
      })
      .optional()
      .describe('Upper limit of calls with this token; shared by everything that uses it.'),
    caBundleRef: configMapRef().optional().describe('PEM certificates to trust besides the public ones.'),
  })
  .describe('How to reach the organization, and as whom.');

const settings = z
  .strictObject({
    name: displayName().optional().describe('Display name.'),
    apiUrl: httpsUrl()
      .optional()
      .describe(
        'Data plane that the organization uses. Changing it moves all users at once, and so needs the annotation planewright.dev/confirm-api-url with the new URL.',
      ),
    universalApi: z.boolean().optional().describe('The API URL serves proxy and realtime too.'),
    dataplanePrivate: z.boolean().optional().describe('The data plane is on a private network.'),
    proxyUrl: httpsUrl().optional().describe('Separate proxy; blank on planes of today.'),
    realtimeUrl: httpsUrl().optional().describe('Separate realtime service; blank on planes of today.'),
    imageRenderingMode: z
      .enum(['auto', 'click_to_load', 'blocked'])
      .optional()
      .describe('How images in traces are shown.'),
  })
  .describe('Settings of the organization. What is left out is left alone.');

const check = z.strictObject({
  name: text({
    max: 63,
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    form: 'lower-case letters, digits and -',
  }).describe('Name of the check.'),
  area: z
    .enum(['SSO', 'Plan', 'Payment', 'SpendAlerts', 'Slack', 'ApiKeys', 'GitMetadata', 'Loop', 'Other'])
    .describe('What it is about.'),
  expected: text({ max: 1024 }).describe('What a person should find there, as a sentence.'),
  evidence: z
    .strictObject({
      by: text({ max: 320 }).describe('Who looked.'),
      at: timestamp().describe('When.'),
      note: text({ max: 1024 }).optional().describe('What they found, or where it is written down.'),
    })
    .optional()
    .describe('The last time that somebody looked.'),
  maxAgeDays: integer(1, 3650).default(90).describe('Days after which the evidence is too old.'),
});

const organizationSpec = transitions(
  z.strictObject({
    connection,
    settings: settings.optional(),
    allowedNamespaces: z
      .strictObject({ selector: labelSelector().describe('Labels of the namespaces.') })
      .optional()
      .describe('Other namespaces whose resources may refer to this Organization; none if left out.'),
    allowedKinds: set(z.enum(['AIProvider', 'EnvironmentVariable', 'Project']), { max: 16 })
      .optional()
      .describe('Kinds that may refer to it from those namespaces; none if left out.'),
    allowSuperUser: z
      .boolean()
      .default(false)
      .describe('Whether resources may grant the rights that amount to ownership of the organization.'),
    checks: listMap(check, 'name', { max: 64 })
      .optional()
      .describe('What no API can set: reported with its evidence and age.'),
    resyncInterval: duration('1m', '24h')
      .default('10m')
      .describe('How often everything is compared with the real organization though nothing changed.'),
    policy: policy('Retain'),
  }),
  {
    rule: 'self.connection.organizationName == oldSelf.connection.organizationName || (has(self.settings) && has(self.settings.name) && self.settings.name == self.connection.organizationName)',
    message: 'is immutable, except to follow a rename that settings.name declares',
    fieldPath: '.connection.organizationName',
  },
);

const organizationStatus = z.strictObject({
  ...commonStatus(),
  remote: remote({}),
  organization: z
    .strictObject({
      id: text({ max: 64 }).describe('Id of the organization.'),
      name: text({ max: 255 }).describe('Its name.'),
      apiUrl: text({ max: 2048 }).optional().describe('The data plane that it uses; left out for the hosted one.'),
    })
    .optional()
    .describe('The organization as the API answers it.'),
  previousApiUrl: text({ max: 2048 }).optional().describe('The data plane before the last move; the way back.'),
  checks: listMap(
    z.strictObject({
      name: text({ max: 63 }).describe('Name of the check.'),
      state: z.enum(['Current', 'Stale', 'Missing']).describe('Whether there is evidence, and whether it is recent.'),
      by: text({ max: 320 }).optional().describe('Who looked last.'),
      at: timestamp().optional().describe('When.'),
      expiresAt: timestamp().optional().describe('When that becomes too old.'),
    }),
    'name',
    { max: 64 },
  )
    .optional()
    .describe('The checks with their age.'),
});

export const organization = {
  kind: 'Organization',
  plural: 'organizations',
  singular: 'organization',
  shortNames: ['btorg'],
  categories: ['planewright'],
  description:
    'An organization at the vendor: how to reach it, its settings, and checks for what no API can set. Other resources of the same namespace refer to it; other namespaces only where it opens itself.',
  spec: organizationSpec,
  status: organizationStatus,
  printerColumns: [
    {
      name: 'Organization',
      type: 'string',
      jsonPath: '.spec.connection.organizationName',
      description: "The organization's name.",
    },
    ...readyColumns,
    { name: 'API', type: 'string', jsonPath: '.spec.connection.apiUrl', description: 'Base URL.', wide: true },
  ],
  selectableFields: ['.spec.connection.organizationName'],
} as const satisfies KindDefinition;

export type OrganizationSpecInput = z.input<typeof organizationSpec>;
export type OrganizationSpec = z.output<typeof organizationSpec>;
export type OrganizationStatus = z.output<typeof organizationStatus>;
export type Organization = Resource<'Organization', OrganizationSpec, OrganizationStatus>;
