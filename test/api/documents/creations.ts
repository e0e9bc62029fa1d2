import type { Creation } from './cases.ts';
import { dataPlaneCreations } from './data-plane.ts';
import { organizationCreations } from './organization.ts';
import { providerCreations } from './ai-provider.ts';

const uuid = '6f1c1d1e-0000-4000-8000-00000000000a';

const projectCreations: readonly Creation[] = [
  { name: 'a small project', kind: 'Project' },
  {
    name: 'a project with every setting',
    kind: 'Project',
    set: {
      'spec/description': '',
      'spec/settings': {
        comparisonKey: 'input.question',
        baselineExperimentId: uuid,
        spanFieldOrder: [{ objectType: 'project_logs', columnId: 'input', position: '1', layout: 'two_column' }],
        remoteEvalSources: [{ name: 'Local', url: 'http://localhost:8300' }],
        disableRealtimeQueries: true,
        defaultPreprocessor: { type: 'global', name: 'thread', functionType: 'preprocessor' },
      },
      'spec/tags': [{ name: 'bug', color: '#d73a4a', description: '' }, { name: 'to do' }],
      'spec/tagManagement': 'Authoritative',
    },
  },
  {
    name: 'a preprocessor that is a function',
    kind: 'Project',
    set: { 'spec/settings/defaultPreprocessor': { type: 'function', id: uuid } },
  },
  { name: 'an empty list of tags', kind: 'Project', set: { 'spec/tags': [] } },
  { name: 'nulls for optional fields', kind: 'Project', set: { 'spec/description': null, 'spec/settings': null } },
  { name: 'a null for a field with a default', kind: 'Project', set: { 'spec/tagManagement': null } },
  { name: 'a null for a whole object with defaults', kind: 'Project', set: { 'spec/policy': null } },
  { name: 'a null within that object', kind: 'Project', set: { 'spec/policy/deletion': null } },
  { name: 'a name in another script', kind: 'Project', set: { 'spec/name': 'Поддержка 🛟' } },
  { name: 'a name of 255 emoji', kind: 'Project', set: { 'spec/name': '🛟'.repeat(255) } },
  { name: 'a name of 256 characters', kind: 'Project', set: { 'spec/name': 'x'.repeat(256) }, refused: 'spec.name' },
  { name: 'no name', kind: 'Project', remove: ['spec/name'], refused: 'spec.name' },
  { name: 'a null for the name', kind: 'Project', set: { 'spec/name': null }, refused: 'spec.name' },
  { name: 'an empty name', kind: 'Project', set: { 'spec/name': '' }, refused: 'spec.name' },
  { name: 'a name with a blank before it', kind: 'Project', set: { 'spec/name': ' x' }, refused: 'spec.name' },
  { name: 'a name of two lines', kind: 'Project', set: { 'spec/name': 'a\nb' }, refused: 'spec.name' },
  { name: 'a name that ends with a line break', kind: 'Project', set: { 'spec/name': 'a\n' }, refused: 'spec.name' },
  { name: 'a name that is a number', kind: 'Project', set: { 'spec/name': 7 }, refused: 'spec.name' },
  { name: 'a name that is a boolean', kind: 'Project', set: { 'spec/name': true }, refused: 'spec.name' },
  { name: 'an unknown field', kind: 'Project', set: { 'spec/colour': 'red' }, refused: 'spec.colour' },
  { name: 'an unknown field that is null', kind: 'Project', set: { 'spec/colour': null }, refused: 'spec.colour' },
  {
    name: 'an unknown field in a list',
    kind: 'Project',
    set: { 'spec/tags': [{ name: 'a', colour: 'red' }] },
    refused: 'spec.tags[0].colour',
  },
  { name: 'an unknown field at the top', kind: 'Project', set: { data: {} }, refused: 'data' },
  { name: 'no spec', kind: 'Project', remove: ['spec'], refused: 'spec' },
  { name: 'a null for spec', kind: 'Project', set: { spec: null }, refused: 'spec' },
  { name: 'a list for spec', kind: 'Project', set: { spec: [] }, refused: 'spec' },
  {
    name: 'two tags of one name',
    kind: 'Project',
    set: { 'spec/tags': [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
    refused: 'spec.tags[2]',
  },
  { name: 'a tag without a name', kind: 'Project', set: { 'spec/tags': [{}] }, refused: 'spec.tags[0].name' },
  { name: 'a null among the tags', kind: 'Project', set: { 'spec/tags': [null] }, refused: 'spec.tags[0]' },
  {
    name: 'a colour by name',
    kind: 'Project',
    set: { 'spec/tags': [{ name: 'a', color: 'red' }] },
    refused: 'spec.tags[0].color',
  },
  {
    name: '257 tags',
    kind: 'Project',
    set: { 'spec/tags': Array.from({ length: 257 }, (_, index) => ({ name: `t${index}` })) },
    refused: 'spec.tags',
  },
  {
    name: 'a preprocessor with the field of the other type',
    kind: 'Project',
    set: { 'spec/settings/defaultPreprocessor': { type: 'global', name: 'thread', id: uuid } },
    refused: 'spec.settings.defaultPreprocessor.id',
  },
  {
    name: 'a preprocessor of no type',
    kind: 'Project',
    set: { 'spec/settings/defaultPreprocessor': { name: 'thread' } },
    refused: 'spec.settings.defaultPreprocessor.type',
  },
  {
    name: 'an id in upper case',
    kind: 'Project',
    set: { 'spec/settings/baselineExperimentId': uuid.toUpperCase() },
    refused: 'spec.settings.baselineExperimentId',
  },
  {
    name: 'an evaluation server without TLS',
    kind: 'Project',
    set: { 'spec/settings/remoteEvalSources': [{ name: 'x', url: 'http://eval.example.com' }] },
    refused: 'spec.settings.remoteEvalSources[0].url',
  },
  {
    name: 'an unknown choice',
    kind: 'Project',
    set: { 'spec/tagManagement': 'additive' },
    refused: 'spec.tagManagement',
  },
  {
    name: 'an unknown policy',
    kind: 'Project',
    set: { 'spec/policy/deletion': 'Orphan' },
    refused: 'spec.policy.deletion',
  },
  {
    name: 'an own property called __proto__',
    kind: 'Project',
    set: { 'spec/__proto__': {} },
    refused: 'spec.__proto__',
  },
];

const variableCreations: readonly Creation[] = [
  { name: 'a small variable', kind: 'EnvironmentVariable' },
  {
    name: 'a variable of a project resource',
    kind: 'EnvironmentVariable',
    set: { 'spec/scope': { type: 'Project', project: { ref: 'support' } } },
  },
  {
    name: 'a variable of a function',
    kind: 'EnvironmentVariable',
    set: { 'spec/scope': { type: 'Function', functionId: uuid }, 'spec/metadata': { owner: 'team a' } },
  },
  {
    name: 'a null in the metadata',
    kind: 'EnvironmentVariable',
    set: { 'spec/metadata': { owner: null, team: 'a' } },
  },
  {
    name: 'a number in the metadata',
    kind: 'EnvironmentVariable',
    set: { 'spec/metadata': { size: 3 } },
    refused: 'spec.metadata.size',
  },
  {
    name: '65 entries of metadata',
    kind: 'EnvironmentVariable',
    set: { 'spec/metadata': Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, ''])) },
    refused: 'spec.metadata',
  },
  {
    name: 'a project scope without a project',
    kind: 'EnvironmentVariable',
    set: { 'spec/scope': { type: 'Project' } },
    refused: 'spec.scope.project',
  },
  {
    name: 'an organization scope with a project',
    kind: 'EnvironmentVariable',
    set: { 'spec/scope': { type: 'Organization', project: { ref: 'a' } } },
    refused: 'spec.scope.project',
  },
  {
    name: 'a project by both its names',
    kind: 'EnvironmentVariable',
    set: { 'spec/scope': { type: 'Project', project: { ref: 'a', name: 'A' } } },
    refused: 'spec.scope.project',
  },
  {
    name: 'a project by none of its names',
    kind: 'EnvironmentVariable',
    set: { 'spec/scope': { type: 'Project', project: {} } },
    refused: 'spec.scope.project',
  },
  {
    name: 'an unknown scope',
    kind: 'EnvironmentVariable',
    set: { 'spec/scope': { type: 'Team' } },
    refused: 'spec.scope.type',
  },
  { name: 'no scope type', kind: 'EnvironmentVariable', set: { 'spec/scope': {} }, refused: 'spec.scope.type' },
  {
    name: 'a name with a dash',
    kind: 'EnvironmentVariable',
    set: { 'spec/name': 'SEARCH-TOKEN' },
    refused: 'spec.name',
  },
  {
    name: 'a value in the document',
    kind: 'EnvironmentVariable',
    set: { 'spec/value': 'hunter2' },
    refused: 'spec.value',
  },
  {
    name: 'a Secret in another namespace',
    kind: 'EnvironmentVariable',
    set: { 'spec/secretRef/namespace': 'other' },
    refused: 'spec.secretRef.namespace',
  },
];

/** Documents with the verdict that zod, the simulator and a real API server must agree on. */
export const creations: readonly Creation[] = [
  ...projectCreations,
  ...variableCreations,
  ...providerCreations,
  ...organizationCreations,
  ...dataPlaneCreations,
];
