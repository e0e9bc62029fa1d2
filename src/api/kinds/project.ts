import * as z from 'zod';
import { displayName, httpsUrl, list, listMap, text, textLike, uuid } from '../fields.ts';
import { readyColumns, type KindDefinition, type Resource } from '../kind.ts';
import { policy } from '../policy.ts';
import { organizationRef } from '../references.ts';
import { immutable, transitions } from '../rules.ts';
import { commonStatus, remote } from '../status.ts';

const spanField = z.strictObject({
  objectType: text({ max: 64 }).describe('What the column belongs to, for example project_logs.'),
  columnId: text({ max: 255 }).describe('Column.'),
  position: text({ max: 64 }).describe('Sort key among the fields.'),
  layout: z.enum(['full', 'two_column']).optional().describe('Width.'),
});

const remoteEvalSource = z.strictObject({
  name: displayName().describe('Name shown in the playground.'),
  url: httpsUrl().describe('Where the evaluation server listens.'),
  description: text({ min: 0, max: 1024 }).optional().describe('Free text.'),
});

const preprocessor = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    id: uuid().describe('Id of the function.'),
    version: text({ max: 64 }).optional().describe('Version that it is pinned to; the newest if left out.'),
  }),
  z.strictObject({
    type: z.literal('global'),
    name: text({ max: 255 }).describe("Name of one of the vendor's own."),
    functionType: text({ max: 64 }).optional().describe('Type of that function.'),
  }),
]);

const settings = z
  .strictObject({
    comparisonKey: text({ max: 4096 })
      .optional()
      .describe(
        "SQL expression that tells which rows of two experiments belong together; the vendor's default is input.",
      ),
    baselineExperimentId: uuid().optional().describe('Experiment that new ones are compared with.'),
    spanFieldOrder: list(spanField, { max: 256 }).optional().describe('Order of fields in the trace view.'),
    remoteEvalSources: listMap(remoteEvalSource, 'name', { max: 64 })
      .optional()
      .describe('Evaluation servers that the playground offers.'),
    disableRealtimeQueries: z.boolean().optional().describe('Leave data out that is not indexed yet; faster.'),
    defaultPreprocessor: preprocessor.optional().describe('Function that prepares traces for scorers.'),
  })
  .describe('Settings of the project. What is left out is left alone, also what this version does not know.');

const tag = z.strictObject({
  name: displayName().describe('Name of the tag.'),
  description: text({ min: 0, max: 1024 }).optional().describe('Free text.'),
  color: textLike(/^#[0-9A-Fa-f]{6}$/, 'must be a colour such as #1f6feb', { max: 7 })
    .optional()
    .describe('Colour, as #RRGGBB.'),
});

const projectSpec = transitions(
  z.strictObject({
    organizationRef: organizationRef(),
    name: displayName().describe('Name of the project; its identity within the organization.'),
    description: text({ min: 0, max: 4096 }).optional().describe('Free text.'),
    settings: settings.optional(),
    tags: listMap(tag, 'name', { max: 256 }).optional().describe('Tags, in the order in which they are shown.'),
    tagManagement: z
      .enum(['Additive', 'Authoritative'])
      .default('Additive')
      .describe('Additive: other tags stay. Authoritative: other tags are removed.'),
    policy: policy('Retain'),
  }),
  ...immutable('organizationRef', 'name'),
);

const projectStatus = z.strictObject({
  ...commonStatus(),
  remote: remote({}),
  tags: listMap(
    z.strictObject({
      name: text({ max: 255 }).describe('Name of the tag.'),
      id: text({ max: 64 }).describe('Its id.'),
    }),
    'name',
    { max: 256 },
  )
    .optional()
    .describe('Tags that this resource made or adopted.'),
});

export const project = {
  kind: 'Project',
  plural: 'projects',
  singular: 'project',
  shortNames: ['btproject'],
  categories: ['planewright'],
  description: 'A project of the organization: its settings and its tags.',
  spec: projectSpec,
  status: projectStatus,
  printerColumns: [
    { name: 'Project', type: 'string', jsonPath: '.spec.name', description: 'Name of the project.' },
    ...readyColumns,
    {
      name: 'Organization',
      type: 'string',
      jsonPath: '.spec.organizationRef.name',
      description: 'The Organization resource.',
      wide: true,
    },
    { name: 'Id', type: 'string', jsonPath: '.status.remote.id', description: 'Id of the project.', wide: true },
  ],
  selectableFields: ['.spec.organizationRef.name', '.spec.name'],
} as const satisfies KindDefinition;

export type ProjectSpecInput = z.input<typeof projectSpec>;
export type ProjectSpec = z.output<typeof projectSpec>;
export type ProjectStatus = z.output<typeof projectStatus>;
export type Project = Resource<'Project', ProjectSpec, ProjectStatus>;
