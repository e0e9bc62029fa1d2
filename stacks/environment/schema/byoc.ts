import * as z from 'zod';
import { set, text, uuid } from '../../../src/api/fields.ts';
import { awsCloud } from './aws.ts';
import { alarms, organization, planeVersion, policy, state, tags } from './common.ts';
import { googleCloud } from './google.ts';

const shared = () => ({
  mode: z
    .literal('BYOC')
    .describe('The vendor runs the plane in your account: only what lets it in, and what holds it back, is made.'),
  version: planeVersion
    .optional()
    .describe('Version that the vendor has been asked for; a note, nothing is installed.'),
  organization,
  tags,
  alarms,
  state,
  policy,
});

const diagnostics = z
  .enum(['Disallowed', 'Approval', 'VendorDiscretion'])
  .default('Approval')
  .describe(
    'Temporary deeper access for the vendor: never, in a window that you write into this file, or whenever the vendor attaches it.',
  );

/** The one way in which diagnostics are ever open: for some hours from a moment on, written down where it is reviewed. */
const diagnosticsWindow = z
  .strictObject({
    from: z.iso
      .datetime()
      .describe('When it opens, in UTC, such as 2026-11-25T09:00:00Z. The cloud itself closes it again.'),
    hours: z.int().min(1).max(12).default(2).describe('For how many hours. The vendor asks for two.'),
    reason: text({ min: 10, max: 1024 }).describe('Why, for those who read the plan.'),
  })
  .optional()
  .describe('Opens diagnostics for a while. Left out, as it should be most of the time: nobody has them.');

const roleArn = () =>
  text({ max: 2048, pattern: /^arn:aws[-a-z]*:iam::[0-9]{12}:role\/[^\s]+$/, form: 'the ARN of a role' });

export const byocAws = z.strictObject({
  ...shared(),
  cloud: awsCloud,
  vendor: z
    .strictObject({
      accountId: text({ max: 12, pattern: /^[0-9]{12}$/, form: 'twelve digits, in quotes' })
        .default('611723957092')
        .describe("The vendor's account that may take on the roles. Source: vendor's managed-byoc script."),
      externalId: uuid().describe(
        'UUID that you choose once; the vendor presents braintrust-<uuid> with every call. No secret, but do not reuse it.',
      ),
      principals: z
        .strictObject({
          deployment: roleArn().optional().describe("The vendor's role that deploys."),
          support: roleArn().optional().describe("The vendor's role that supports."),
          observer: roleArn().optional().describe("The vendor's role that looks on."),
          diagnostics: roleArn().optional().describe("The vendor's role that diagnoses."),
        })
        .prefault({})
        .describe('Which roles of the vendor may take on which role here. Where one is left out: any of its account.'),
      diagnostics,
      diagnosticsWindow,
    })
    .describe('Who is let in, and how.'),
  guardrail: z
    .strictObject({
      organizationPolicy: z
        .boolean()
        .default(false)
        .describe(
          'Attach the guardrail as a service control policy; needs the management account. Else it is only printed.',
        ),
      targetId: text({
        max: 32,
        pattern: /^(ou-[0-9a-z]+-[0-9a-z]+|[0-9]{12})$/,
        form: 'an organizational unit or account',
      })
        .optional()
        .describe('What it is attached to.'),
      managementRoleArn: roleArn()
        .optional()
        .describe(
          'Role of the management account by which the policies are made; left out where this account may make them itself.',
        ),
      externalRoleArns: set(
        text({ max: 2048, pattern: /^arn:aws[-a-z]*:iam::[0-9]{12}:role\/[^\s]+$/, form: 'the ARN of a role' }),
        { max: 16 },
      )
        .default([])
        .describe('Roles elsewhere that the plane may take on, for exports and Bedrock. None unless listed here.'),
    })
    .prefault({})
    .describe('What nobody may do in the account, the vendor included.'),
  quotas: z.boolean().default(true).describe('Request the service quotas that the vendor needs.'),
  logArchive: z
    .strictObject({
      retentionDays: z.int().min(90).max(3653).default(400).describe('Days that nobody can shorten.'),
    })
    .prefault({})
    .describe('Archive of what was done in the account, in a locked bucket.'),
});

export const byocGoogle = z.strictObject({
  ...shared(),
  cloud: googleCloud,
  vendor: z
    .strictObject({
      bridgeServiceAccount: text({
        max: 255,
        pattern: /^[^@\s]+@[^@\s]+[.]gserviceaccount[.]com$/,
        form: 'a service account',
      }).describe("The vendor's service account that may act as the deployer; the vendor names it."),
      supportGroup: text({ max: 254, pattern: /^[^@\s]+@[^@\s]+$/, form: 'a group' }).describe(
        "The vendor's group that may act as support; the vendor names it.",
      ),
      diagnostics,
      diagnosticsWindow,
    })
    .describe('Who is let in, and how.'),
  logArchive: z
    .strictObject({
      retentionDays: z.int().min(90).max(3653).default(400).describe('Days that nobody can shorten.'),
    })
    .prefault({})
    .describe('Archive of what was done in the project, in a locked bucket.'),
  quotas: z.boolean().default(true).describe('Request the quotas that the vendor needs.'),
  services: set(text({ max: 128 }), { max: 64 })
    .optional()
    .describe('Services to enable besides those of the plane.'),
});

/** The vendor hosts everything: only the organization is governed. */
export const saas = z.strictObject({
  mode: z
    .literal('SaaS')
    .describe('The vendor hosts the plane: nothing is made in any cloud, the organization is governed.'),
  organization,
  policy,
});

export type ByocAwsSpec = z.output<typeof byocAws>;
export type ByocGoogleSpec = z.output<typeof byocGoogle>;
export type SaasSpec = z.output<typeof saas>;
