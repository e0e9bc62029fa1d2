import * as z from 'zod';
import { httpsUrl, integer, list, map, set, text } from '../fields.ts';
import { celString, celStrings } from '../cel-text.ts';
import type { Rule } from '../rules.ts';

/** Types that the vendor's own page offers, by their wire names; any other string is a custom provider. */
const knownProviderTypes = [
  'openai',
  'anthropic',
  'google',
  'mistral',
  'together',
  'fireworks',
  'perplexity',
  'groq',
  'lepton',
  'cerebras',
  'replicate',
  'baseten',
  'cohere',
  'openrouter',
  'xAI',
  'ollama',
  'azure',
  'azure_ai_gateway',
  'bedrock',
  'vertex',
  'databricks',
] as const;

const price = (of: string) =>
  z.number().min(0).max(1_000_000).optional().describe(`US dollars per million ${of} tokens.`);

const customModel = z.strictObject({
  format: z.enum(['openai', 'anthropic', 'google', 'window', 'js']).describe('Protocol that the model speaks.'),
  flavor: z.enum(['chat', 'completion']).describe('Kind of conversation.'),
  displayName: text({ max: 255 }).optional().describe('Name shown to people.'),
  description: text({ max: 1024 }).optional().describe('Free text.'),
  multimodal: z.boolean().optional().describe('Takes images.'),
  reasoning: z.boolean().optional().describe('Thinks before it answers.'),
  reasoningBudget: z.boolean().optional().describe('Takes a budget for thinking.'),
  inputCostPerMillionTokens: price('input'),
  outputCostPerMillionTokens: price('output'),
  cacheReadCostPerMillionTokens: price('cached input'),
  cacheWriteCostPerMillionTokens: price('input written to the cache'),
  maxInputTokens: integer(1, 100_000_000).optional().describe('Longest input, in tokens.'),
  maxOutputTokens: integer(1, 100_000_000).optional().describe('Longest answer, in tokens.'),
  locations: set(text({ max: 64 }), { max: 64 })
    .optional()
    .describe('Regions that offer it (vertex).'),
});

/** Metadata of a provider. Which field goes with which type is in {@link fieldTypes}. */
export const metadata = z
  .strictObject({
    models: set(text({ max: 255 }), { max: 256 })
      .optional()
      .describe('Models to offer; all if left out.'),
    customModels: map(customModel, 128).optional().describe('Models that the vendor does not know, by name.'),
    excludeDefaultModels: z.boolean().optional().describe('Offer only the models named here.'),
    additionalHeaders: map(text({ min: 0, max: 2048 }), 32)
      .optional()
      .describe(
        'HTTP headers to send along; {{email}} and {{model}} are filled in. Not for secrets: people can read them.',
      ),
    supportsStreaming: z.boolean().optional().describe('Whether answers come piece by piece.'),
    apiBase: httpsUrl().optional().describe('Base URL of the provider.'),
    endpointPath: text({ max: 1024 }).optional().describe('Path below the base URL.'),
    authFormat: z.enum(['bearer', 'api_key']).optional().describe('Header that carries the key.'),
    authType: text({ max: 64 }).optional().describe('How to authenticate; depends on the type.'),
    organizationId: text({ max: 255 }).optional().describe('Organization at the provider (openai).'),
    apiVersion: text({ max: 64 }).optional().describe('Version of the API (azure).'),
    deployment: text({ max: 255 }).optional().describe('Name of the deployment (azure).'),
    noNamedDeployment: z.boolean().optional().describe('Leave the deployment out of the URL (azure).'),
    region: text({ max: 64 }).optional().describe('Region (bedrock).'),
    accessKey: text({ max: 255 })
      .optional()
      .describe('Id of the access key whose secret part is in the Secret (bedrock).'),
    roleArn: text({ max: 2048 }).optional().describe('Role to assume (bedrock).'),
    externalId: text({ max: 1224 }).optional().describe('External id of that role (bedrock).'),
    project: text({ max: 255 }).optional().describe('Cloud project (vertex).'),
    location: text({ max: 64 }).optional().describe('Location (vertex).'),
    connectionId: text({ max: 255 }).optional().describe('Connection to use (vertex).'),
    scopes: list(text({ max: 255 }), { max: 32 })
      .optional()
      .describe('OAuth scopes (vertex).'),
    workloadIdentityProvider: text({ max: 1024 }).optional().describe('Workload identity provider (vertex).'),
  })
  .describe('What the provider needs besides the key. Nothing here is secret.');

export type AIProviderMetadata = z.output<typeof metadata>;
type MetadataField = keyof AIProviderMetadata;

/** Fields that only some types have. Custom types may use all of them. */
const fieldTypes = {
  endpointPath: ['openai'],
  authFormat: ['openai'],
  authType: ['openai', 'anthropic', 'azure', 'bedrock', 'vertex', 'databricks'],
  organizationId: ['openai'],
  apiVersion: ['azure'],
  deployment: ['azure'],
  noNamedDeployment: ['azure'],
  region: ['bedrock'],
  accessKey: ['bedrock'],
  roleArn: ['bedrock'],
  externalId: ['bedrock'],
  project: ['vertex'],
  location: ['vertex'],
  connectionId: ['vertex'],
  scopes: ['vertex'],
  workloadIdentityProvider: ['vertex'],
} as const satisfies Partial<Record<MetadataField, readonly string[]>>;

/** Fields that a type cannot do without. */
const requiredFields = {
  azure: ['apiBase'],
  azure_ai_gateway: ['apiBase'],
  ollama: ['apiBase'],
  databricks: ['apiBase'],
  bedrock: ['region'],
  vertex: ['project'],
} as const satisfies Record<string, readonly MetadataField[]>;

/** What `authType` may be, where the type has a choice. */
const authTypes = {
  openai: ['api_key', 'oauth_bearer', 'workload_identity_federation'],
  anthropic: ['api_key', 'oauth_bearer', 'workload_identity_federation'],
  azure: ['api_key', 'entra_api', 'entra_oidc', 'entra_bearer'],
  bedrock: ['iam_credentials', 'api_key', 'assume_role'],
  vertex: ['access_token', 'oauth_bearer', 'service_account_key', 'workload_identity_federation'],
  databricks: ['pat', 'service_principal_oauth'],
} as const satisfies Record<string, readonly string[]>;

interface Provider {
  readonly type: string;
  readonly metadata?: AIProviderMetadata | undefined;
}

const isKnown = (type: string): boolean => (knownProviderTypes as readonly string[]).includes(type);

const foreignFields: Rule<Provider>[] = Object.entries(fieldTypes).map(([field, types]) => ({
  rule: `!has(self.metadata) || !has(self.metadata.${field}) || self.type in ${celStrings(types)} || !(self.type in ${celStrings(knownProviderTypes)})`,
  message: `belongs to type ${types.join(', ')} only`,
  fieldPath: `.metadata.${field}`,
  reason: 'FieldValueForbidden',
  holds: ({ type, metadata: given }) =>
    given?.[field as MetadataField] === undefined || (types as readonly string[]).includes(type) || !isKnown(type),
}));

const missingFields: Rule<Provider>[] = Object.entries(requiredFields).flatMap(([type, fields]) =>
  fields.map((field: MetadataField) => ({
    rule: `self.type != ${celString(type)} || (has(self.metadata) && has(self.metadata.${field}))`,
    message: `metadata.${field} is required when type is ${type}`,
    fieldPath: '.metadata',
    reason: 'FieldValueRequired' as const,
    holds: (self: Provider) => self.type !== type || self.metadata?.[field] !== undefined,
  })),
);

const wrongAuthTypes: Rule<Provider>[] = Object.entries(authTypes).map(([type, allowed]) => ({
  rule: `self.type != ${celString(type)} || !has(self.metadata) || !has(self.metadata.authType) || self.metadata.authType in ${celStrings(allowed)}`,
  message: `must be one of ${allowed.join(', ')} when type is ${type}`,
  fieldPath: '.metadata.authType',
  holds: (self) =>
    self.type !== type ||
    self.metadata?.authType === undefined ||
    (allowed as readonly string[]).includes(self.metadata.authType),
}));

const assumedRole: Rule<Provider> = {
  rule: "self.type != 'bedrock' || !has(self.metadata) || !has(self.metadata.authType) || self.metadata.authType != 'assume_role' || (has(self.metadata.roleArn) && has(self.metadata.externalId))",
  message: 'metadata.roleArn and metadata.externalId are required when authType is assume_role',
  fieldPath: '.metadata',
  reason: 'FieldValueRequired',
  holds: ({ type, metadata: given }) =>
    type !== 'bedrock' ||
    given?.authType !== 'assume_role' ||
    (given.roleArn !== undefined && given.externalId !== undefined),
};

/** Which metadata goes with which type; for the spec, because it spans two fields. */
export const metadataRules: readonly Rule<Provider>[] = [
  ...foreignFields,
  ...missingFields,
  ...wrongAuthTypes,
  assumedRole,
];
