import type { KindName } from '../../../src/api/index.ts';
import type { Edit, Update } from './cases.ts';

const none: Edit = {};
const ref = (name: string) => ({ 'spec/project': { ref: name } });
const wal = (value: string): Edit => ({ set: { 'spec/storage/walFooterVersion': value } });
const skip = (value: string): Edit => ({ set: { 'spec/storage/skipPostgres': value } });

const change = (kind: KindName, name: string, stored: Edit, applied: Edit, refused?: string): Update => ({
  name,
  kind,
  stored,
  applied,
  ...(refused !== undefined && { refused }),
});

/** What may and may not be changed in a stored object. */
export const updates: readonly Update[] = [
  change('Project', 'another description', none, { set: { 'spec/description': 'x' } }),
  change('Project', 'another name', none, { set: { 'spec/name': 'Other' } }, 'spec.name'),
  change(
    'Project',
    'another organization',
    none,
    { set: { 'spec/organizationRef/name': 'b' } },
    'spec.organizationRef',
  ),
  change(
    'Project',
    'the namespace of the organization added',
    none,
    { set: { 'spec/organizationRef/namespace': 'b' } },
    'spec.organizationRef',
  ),
  change('AIProvider', 'another type', none, { set: { 'spec/type': 'mistral' } }),
  change('AIProvider', 'another Secret', none, { set: { 'spec/secretRef/key': 'new' } }),
  change('AIProvider', 'another name', none, { set: { 'spec/name': 'B' } }, 'spec.name'),
  change('AIProvider', 'a project added', none, { set: ref('a') }, 'spec.project'),
  change('AIProvider', 'a project taken away', { set: ref('a') }, { remove: ['spec/project'] }, 'spec.project'),
  change('AIProvider', 'another project', { set: ref('a') }, { set: ref('b') }, 'spec.project'),
  change('AIProvider', 'the same project', { set: ref('a') }, { set: { ...ref('a'), 'spec/type': 'mistral' } }),
  change(
    'EnvironmentVariable',
    'another scope',
    none,
    { set: { 'spec/scope': { type: 'Project', project: { ref: 'a' } } } },
    'spec.scope',
  ),
  change('EnvironmentVariable', 'another name', none, { set: { 'spec/name': 'B' } }, 'spec.name'),
  change(
    'Organization',
    'another organization',
    none,
    { set: { 'spec/connection/organizationName': 'B' } },
    'spec.connection.organizationName',
  ),
  change('Organization', 'the new name after a declared rename', none, {
    set: { 'spec/connection/organizationName': 'B', 'spec/settings/name': 'B' },
  }),
  change('Organization', 'another API URL', none, { set: { 'spec/connection/apiUrl': 'https://plane.acme.example' } }),
  change('DataPlane', 'another version', none, { set: { 'spec/version': '2.10.0' } }),
  change('DataPlane', 'other locks', none, { set: { 'spec/storage/locks': 'Redis' } }, 'spec.storage.locks'),
  change('DataPlane', 'the log format up', wal('None'), wal('v1')),
  change('DataPlane', 'the log format up again', wal('v1'), wal('v3')),
  change('DataPlane', 'the log format down', wal('v3'), wal('v1'), 'spec.storage.walFooterVersion'),
  change('DataPlane', 'the log format off', wal('v1'), wal('None'), 'spec.storage.walFooterVersion'),
  change('DataPlane', 'the log format left to the default', wal('v1'), none),
  change('DataPlane', 'PostgreSQL bypassed', skip('None'), skip('All')),
  change('DataPlane', 'PostgreSQL not bypassed any more', none, skip('None'), 'spec.storage.skipPostgres'),
  change(
    'DataPlane',
    'another bucket',
    none,
    { set: { 'spec/cloud/aws/buckets/brainstore': 'other' } },
    'spec.cloud.aws.buckets',
  ),
  change(
    'DataPlane',
    'another region',
    none,
    { set: { 'spec/cloud/aws/region': 'us-west-2' } },
    'spec.cloud.aws.region',
  ),
  change('DataPlane', 'a role added', none, {
    set: { 'spec/cloud/aws/apiRoleArn': 'arn:aws:iam::123456789012:role/a' },
  }),
  change(
    'DataPlane',
    'another cloud',
    none,
    {
      set: {
        'spec/cloud': {
          provider: 'google',
          google: {
            mode: 'Standard',
            buckets: { brainstore: 'acme-brainstore', api: 'acme-api' },
            brainstoreServiceAccount: 'b@acme.iam.gserviceaccount.com',
          },
        },
      },
    },
    'spec.cloud.provider',
  ),
];
