import { onOneLine } from '../../../src/api/documents/edit.ts';
import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { profileDefaults } from '../profiles/profile-defaults.ts';
import type { Answers } from './questions.ts';
import { written, type Section } from './section.ts';
import { selfHostedSections } from './self-hosted-sections.ts';

/** The parts of `spec`, in the order in which a person reads them. */
export function sectionsOf(answers: Answers): readonly Section[] {
  const { mode } = answers;
  const head = [modeSection(answers), organizationSection(answers)];
  if (mode === 'SaaS') return head;
  if (mode === 'BYOC') return [...head, cloudSection(answers), ...byocSections(answers)];
  return [...head, cloudSection(answers), ...selfHostedSections(answers)];
}

function modeSection(answers: Answers): Section {
  const mode = [
    '# Who runs the plane. SelfHosted: you. BYOC: the vendor, in your account. SaaS: the vendor hosts everything.',
    `mode: ${written(answers, 'mode')}`,
  ];
  if (answers.mode !== 'SelfHosted') return mode;
  return [
    ...mode,
    '# Sizes and safety to begin with: sandbox, production, production-ha or high-ingest. Any field can be set otherwise.',
    `profile: ${written(answers, 'profile')}`,
    '# Version of the data plane.',
    `version: ${written(answers, 'version')}`,
  ];
}

function organizationSection(answers: Answers): Section {
  return [
    'organization:',
    '  # As the vendor shows it.',
    `  name: ${written(answers, 'organization')}`,
    '  # Where its resources are in the cluster, and the token of an owner service account: in the Secret braintrust-token.',
    '  # namespace: braintrust',
    '  # false: nothing of the organization is governed, only the plane.',
    '  # governed: true',
  ];
}

function cloudSection(answers: Answers): Section {
  switch (answers.cloud) {
    case 'google':
      return [
        'cloud:',
        '  provider: google',
        '  # Nothing is done in any other project.',
        `  project: ${written(answers, 'project')}`,
        `  projectNumber: ${written(answers, 'projectNumber')}`,
        `  region: ${written(answers, 'googleRegion')}`,
        ...zones(answers),
      ];
    case 'azure':
      return [
        'cloud:',
        '  provider: azure',
        `  tenantId: ${written(answers, 'tenantId')}`,
        '  # Nothing is done in any other subscription.',
        `  subscriptionId: ${written(answers, 'subscriptionId')}`,
        `  location: ${written(answers, 'location')}`,
        ...zones(answers),
        '  # A resource group that exists; one is made if left out.',
        '  # resourceGroup: braintrust',
      ];
    default:
      return [
        'cloud:',
        '  provider: aws',
        '  # Nothing is done in any other account. In quotes: an account can begin with 0.',
        `  accountId: '${answers.accountId ?? ''}'`,
        `  region: ${written(answers, 'awsRegion')}`,
        ...zones(answers),
        '  # A boundary that every role made here carries.',
        '  # permissionsBoundary: arn:aws:iam::…:policy/…',
      ];
  }
}

/** A self-hosted plane has them from its profile; one that the vendor runs has none, and takes the same. */
function zones({ mode, cloud, awsRegion, googleRegion, location }: Answers): Section {
  const place = { provider: cloud, region: awsRegion ?? googleRegion, location };
  const defaults = profileDefaults({ spec: { mode: 'SelfHosted', profile: 'production', cloud: place } });
  const spec = isPlainObject(defaults) && isPlainObject(defaults['spec']) ? defaults['spec'] : {};
  const list = `zones: ${onOneLine(isPlainObject(spec['cloud']) ? spec['cloud']['zones'] : [])}`;
  return mode === 'BYOC' ? [`  ${list}`] : [`  # Zones to spread over; the profile says how many.`, `  # ${list}`];
}

function byocSections(answers: Answers): readonly Section[] {
  const alarms = [
    'alarms:',
    '  # Alarms on what is done in the account.',
    '  enabled: true',
    '  # emails: [platform@example.com]',
  ];
  const diagnostics = [
    '  # Temporary deeper access for the vendor: Disallowed, Approval (you attach it for a while) or VendorDiscretion.',
    '  diagnostics: Approval',
  ];
  if (answers.cloud === 'google') {
    return [
      [
        'vendor:',
        '  # Both are named by the vendor.',
        `  bridgeServiceAccount: ${written(answers, 'bridgeServiceAccount')}`,
        `  supportGroup: ${written(answers, 'supportGroup')}`,
        ...diagnostics,
      ],
      alarms,
    ];
  }
  return [
    [
      'vendor:',
      '  # The vendor presents braintrust-<this> with every call. No secret, chosen once; tell it to the vendor.',
      `  externalId: ${written(answers, 'externalId')}`,
      ...diagnostics,
    ],
    [
      '# What nobody may do in the account, the vendor included. It is printed; to attach it as a service control policy:',
      '# guardrail: { organizationPolicy: true, targetId: ou-… }',
    ],
    alarms,
  ];
}
