import * as z from 'zod';
import { displayName, uuid } from '../../../src/api/fields.ts';
import { awsCloud } from '../schema/aws.ts';
import { azureCloud, selfHostedAzure } from '../schema/azure.ts';
import { byocGoogle } from '../schema/byoc.ts';
import { deploymentName, hostname, planeVersion, profiles } from '../schema/common.ts';
import { googleCloud } from '../schema/google.ts';

/** What was answered, by question. */
export type Answers = Readonly<Partial<Record<QuestionName, string>>>;

export interface Question {
  readonly name: string;
  /** Option of the command by which it is answered without a terminal; the name of the environment has none. */
  readonly flag?: string;
  /** The question, for a person. */
  readonly text: string;
  readonly answer: z.ZodType<string>;
  /** What may be answered, with what each means. */
  readonly choices?: Readonly<Record<string, string>>;
  /** What is meant by no answer. A question that has one is not asked without a terminal. */
  readonly otherwise?: string;
  readonly askedIf: (answers: Readonly<Partial<Record<string, string>>>) => boolean;
}

const always = (): boolean => true;
const inCloud =
  (cloud: string, mode?: string): Question['askedIf'] =>
  (answers) =>
    answers['mode'] !== 'SaaS' && answers['cloud'] === cloud && (mode === undefined || answers['mode'] === mode);
const selfHosted: Question['askedIf'] = ({ mode }) => mode === 'SelfHosted';

const modes = {
  SelfHosted: 'you run the plane in your account',
  BYOC: 'the vendor runs the plane in your account',
  SaaS: 'the vendor hosts everything; the organization is governed',
} as const;

const clouds = { aws: 'Amazon Web Services', google: 'Google Cloud', azure: 'Microsoft Azure' } as const;

const profileMeanings = {
  sandbox: 'small, for trying out; holds nothing of value',
  production: "the vendor's sizes, with a standby of database and cache",
  'production-ha': 'more of everything that can fail, longer backups',
  'high-ingest': 'larger machines for many logs',
} as const satisfies Record<(typeof profiles)[number], string>;

/** In the order in which they are asked. */
export const questions = [
  { name: 'name', text: 'Name of the environment', answer: deploymentName(), askedIf: always },
  {
    name: 'mode',
    flag: 'mode',
    text: 'Who runs the plane',
    answer: z.enum(keysOf(modes)),
    choices: modes,
    askedIf: always,
  },
  {
    name: 'cloud',
    flag: 'cloud',
    text: 'Cloud',
    answer: z.enum(keysOf(clouds)),
    choices: clouds,
    askedIf: ({ mode }) => mode !== 'SaaS',
  },
  {
    name: 'accountId',
    flag: 'account',
    text: 'AWS account, twelve digits',
    answer: awsCloud.shape.accountId,
    askedIf: inCloud('aws'),
  },
  {
    name: 'project',
    flag: 'project',
    text: 'Google Cloud project id',
    answer: googleCloud.shape.project,
    askedIf: inCloud('google'),
  },
  {
    name: 'projectNumber',
    flag: 'project-number',
    text: 'Number of the project',
    answer: googleCloud.shape.projectNumber,
    askedIf: inCloud('google'),
  },
  {
    name: 'tenantId',
    flag: 'tenant',
    text: 'Azure tenant id',
    answer: azureCloud.shape.tenantId,
    askedIf: inCloud('azure'),
  },
  {
    name: 'subscriptionId',
    flag: 'subscription',
    text: 'Azure subscription id',
    answer: azureCloud.shape.subscriptionId,
    askedIf: inCloud('azure'),
  },
  {
    name: 'awsRegion',
    flag: 'region',
    text: 'Region, such as us-east-1',
    answer: awsCloud.shape.region,
    askedIf: inCloud('aws'),
  },
  {
    name: 'googleRegion',
    flag: 'region',
    text: 'Region, such as us-central1',
    answer: googleCloud.shape.region,
    askedIf: inCloud('google'),
  },
  {
    name: 'location',
    flag: 'region',
    text: 'Location, such as eastus2',
    answer: azureCloud.shape.location,
    askedIf: inCloud('azure'),
  },
  {
    name: 'organization',
    flag: 'organization',
    text: 'Organization, as the vendor shows it',
    answer: displayName(),
    askedIf: always,
  },
  {
    name: 'hostname',
    flag: 'hostname',
    text: 'Host by which the plane is reached, such as braintrust.example.com',
    answer: hostname(),
    askedIf: selfHosted,
  },
  {
    name: 'certificateVault',
    flag: 'certificate-vault',
    text: 'Resource id of the Key Vault with the certificate of that host',
    answer: selfHostedAzure.shape.entry.shape.certificate.shape.vaultId,
    askedIf: inCloud('azure', 'SelfHosted'),
  },
  {
    name: 'certificateName',
    flag: 'certificate-name',
    text: 'Name of the certificate there',
    answer: selfHostedAzure.shape.entry.shape.certificate.shape.name,
    askedIf: inCloud('azure', 'SelfHosted'),
  },
  {
    name: 'profile',
    flag: 'profile',
    text: 'Sizes and safety to begin with',
    answer: z.enum(profiles),
    choices: profileMeanings,
    otherwise: 'production',
    askedIf: selfHosted,
  },
  {
    name: 'externalId',
    flag: 'external-id',
    text: 'External id, a UUID that the vendor presents with every call; made here if left out',
    answer: uuid(),
    otherwise: '',
    askedIf: inCloud('aws', 'BYOC'),
  },
  {
    name: 'bridgeServiceAccount',
    flag: 'bridge-service-account',
    text: "The vendor's service account that deploys; the vendor names it",
    answer: byocGoogle.shape.vendor.shape.bridgeServiceAccount,
    askedIf: inCloud('google', 'BYOC'),
  },
  {
    name: 'supportGroup',
    flag: 'support-group',
    text: "The vendor's group that gives support; the vendor names it",
    answer: byocGoogle.shape.vendor.shape.supportGroup,
    askedIf: inCloud('google', 'BYOC'),
  },
  {
    name: 'version',
    flag: 'plane-version',
    text: 'Version of the plane',
    answer: planeVersion,
    otherwise: '',
    askedIf: selfHosted,
  },
] as const satisfies readonly Question[];

export type QuestionName = (typeof questions)[number]['name'];

/**
 * Why an answer does not do, as a clause; undefined if it does.
 * @param answers What was answered before.
 */
export function whyNot(question: Question, answer: string, answers: Answers): string | undefined {
  const outcome = question.answer.safeParse(answer);
  if (outcome.success) {
    const isUnpublished = question.name === 'cloud' && answer === 'azure' && answers.mode === 'BYOC';
    return isUnpublished ? 'must be aws or google: the vendor has published no BYOC for Azure' : undefined;
  }
  if (question.choices !== undefined) return `must be one of ${Object.keys(question.choices).join(', ')}`;
  if (answer === '') return 'must not be empty';
  const [issue] = outcome.error.issues;
  if (issue?.code === 'too_big') return `must have at most ${issue.maximum} characters`;
  return (issue?.message ?? 'does not do').replace(', in quotes', '');
}

function keysOf<K extends string>(choices: Readonly<Record<K, string>>): [K, ...K[]] {
  return Object.keys(choices) as [K, ...K[]];
}
