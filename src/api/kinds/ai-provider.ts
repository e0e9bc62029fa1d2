import * as z from 'zod';
import { displayName, listMap, text, timestamp } from '../fields.ts';
import { readyColumns, type KindDefinition, type Resource } from '../kind.ts';
import { policy } from '../policy.ts';
import { labelSelector, namespaceName, objectName, organizationRef, projectRef, secretRef } from '../references.ts';
import { immutable, immutableOptional, ruled, transitions } from '../rules.ts';
import { commonStatus, remote } from '../status.ts';
import { metadata, metadataRules } from './ai-provider-metadata.ts';

const aiProviderSpec = transitions(
  ruled(
    z.strictObject({
      organizationRef: organizationRef(),
      project: projectRef().optional().describe('The project that it is for; the whole organization if left out.'),
      name: displayName().describe(
        'Name of the key, for example OPENAI_API_KEY; its identity within the organization or project.',
      ),
      type: text({
        max: 64,
        pattern: /^[A-Za-z][A-Za-z0-9_-]*$/,
        form: 'letters, digits, - and _, beginning with a letter',
      }).describe(
        'Provider, by its wire name: openai, anthropic, google, azure, bedrock, vertex, databricks…, or any other for a custom one.',
      ),
      secretRef: secretRef().describe('Where the key is.'),
      metadata: metadata.optional(),
      copies: z
        .strictObject({
          namespaceSelector: labelSelector().describe('Namespaces that may have a copy.'),
          secretName: objectName()
            .optional()
            .describe('Name of the Secret made there; the name of this resource if left out.'),
        })
        .optional()
        .describe(
          'Copies of the key in namespaces that ask for it with the annotation planewright.dev/ai-providers; none if left out.',
        ),
      policy: policy('Delete'),
    }),
    ...metadataRules,
  ),
  ...immutable('organizationRef', 'name'),
  ...immutableOptional('project'),
);

const aiProviderStatus = z.strictObject({
  ...commonStatus(),
  remote: remote({
    preview: text({ min: 0, max: 255 }).optional().describe('What the API shows of the key.'),
    secretHash: text({ max: 64 }).optional().describe('Keyed hash of the key that the API accepted last.'),
    secretUpdatedAt: timestamp().optional().describe('When the API last stored a key.'),
    metadataHash: text({ max: 64 }).optional().describe('Hash of type and metadata that the API accepted last.'),
  }),
  copies: listMap(
    z.strictObject({
      namespace: namespaceName().describe('Namespace that has the copy.'),
      secretName: objectName().describe('Secret that holds it.'),
      secretHash: text({ max: 64 }).optional().describe('Keyed hash of what was copied last.'),
    }),
    'namespace',
    { max: 1000 },
  )
    .optional()
    .describe('Copies in other namespaces.'),
});

export const aiProvider = {
  kind: 'AIProvider',
  plural: 'aiproviders',
  singular: 'aiprovider',
  shortNames: ['aip'],
  categories: ['planewright'],
  description:
    'A key of a model provider, organization-wide or for one project, from a Secret; optionally copied to namespaces that ask for it.',
  spec: aiProviderSpec,
  status: aiProviderStatus,
  printerColumns: [
    { name: 'Provider', type: 'string', jsonPath: '.spec.type', description: 'Type of the provider.' },
    { name: 'Key', type: 'string', jsonPath: '.spec.name', description: 'Name of the key.' },
    ...readyColumns,
    {
      name: 'Organization',
      type: 'string',
      jsonPath: '.spec.organizationRef.name',
      description: 'The Organization resource.',
      wide: true,
    },
  ],
  selectableFields: ['.spec.organizationRef.name', '.spec.name', '.spec.type'],
} as const satisfies KindDefinition;

export type { AIProviderMetadata } from './ai-provider-metadata.ts';
export type AIProviderSpecInput = z.input<typeof aiProviderSpec>;
export type AIProviderSpec = z.output<typeof aiProviderSpec>;
export type AIProviderStatus = z.output<typeof aiProviderStatus>;
export type AIProvider = Resource<'AIProvider', AIProviderSpec, AIProviderStatus>;
