import * as z from 'zod';
import { map, text, timestamp, uuid } from '../fields.ts';
import { readyColumns, type KindDefinition, type Resource } from '../kind.ts';
import { policy } from '../policy.ts';
import { organizationRef, projectRef, secretRef } from '../references.ts';
import { immutable, transitions } from '../rules.ts';
import { commonStatus, remote } from '../status.ts';

const scope = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('Organization') }),
    z.strictObject({ type: z.literal('Project'), project: projectRef().describe('The project.') }),
    z.strictObject({ type: z.literal('Function'), functionId: uuid().describe('Id of the function.') }),
  ])
  .describe('Where functions see it: everywhere, in one project, or in one function. The narrower wins.');

const environmentVariableSpec = transitions(
  z.strictObject({
    organizationRef: organizationRef(),
    scope,
    name: text({
      max: 255,
      pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
      form: 'letters, digits and _, beginning with no digit',
    }).describe('Name of the variable; with the scope, its identity.'),
    secretRef: secretRef().describe('Where its value is.'),
    metadata: map(text({ min: 0, max: 1024 }), 64)
      .optional()
      .describe('Free text kept beside the value, readable by everyone who may list variables.'),
    policy: policy('Delete'),
  }),
  ...immutable('organizationRef', 'scope', 'name'),
);

const environmentVariableStatus = z.strictObject({
  ...commonStatus(),
  remote: remote({
    objectId: text({ max: 64 }).optional().describe('Id of the organization, project or function that it belongs to.'),
    preview: text({ min: 0, max: 255 }).optional().describe('What the API shows of the value.'),
    secretHash: text({ max: 64 }).optional().describe('Keyed hash of the value that the API accepted last.'),
    secretUpdatedAt: timestamp().optional().describe('When the API last stored a value.'),
    metadataHash: text({ max: 64 }).optional().describe('Hash of the metadata that the API accepted last.'),
  }),
});

export const environmentVariable = {
  kind: 'EnvironmentVariable',
  plural: 'environmentvariables',
  singular: 'environmentvariable',
  shortNames: ['btenv'],
  categories: ['planewright'],
  description:
    'A secret variable that prompts, scorers and tools read: for the whole organization, one project or one function. Its value comes from a Secret.',
  spec: environmentVariableSpec,
  status: environmentVariableStatus,
  printerColumns: [
    { name: 'Variable', type: 'string', jsonPath: '.spec.name', description: 'Name of the variable.' },
    { name: 'Scope', type: 'string', jsonPath: '.spec.scope.type', description: 'Where it is seen.' },
    ...readyColumns,
    {
      name: 'Organization',
      type: 'string',
      jsonPath: '.spec.organizationRef.name',
      description: 'The Organization resource.',
      wide: true,
    },
  ],
  selectableFields: ['.spec.organizationRef.name', '.spec.name'],
} as const satisfies KindDefinition;

export type EnvironmentVariableSpecInput = z.input<typeof environmentVariableSpec>;
export type EnvironmentVariableSpec = z.output<typeof environmentVariableSpec>;
export type EnvironmentVariableStatus = z.output<typeof environmentVariableStatus>;
export type EnvironmentVariable = Resource<'EnvironmentVariable', EnvironmentVariableSpec, EnvironmentVariableStatus>;
