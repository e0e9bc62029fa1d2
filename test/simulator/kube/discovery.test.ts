import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { builtinKinds } from '../../../src/simulator/kube/builtin/table.ts';
import { kindsOf } from '../../../src/simulator/kube/kinds.ts';
import { definition, testWorld } from './support/world.ts';

const aggregated = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
const thingSchema = { type: 'object', description: 'What is wanted.', properties: { n: { type: 'integer' } } };

describe('discovery', () => {
  it('says in one answer what is served, with short names and subresources', async () => {
    const { ask } = testWorld({ definitions: [definition('Thing', thingSchema)] });
    const { at, headers } = await ask('GET', '/apis', { headers: aggregated });
    expect(headers['content-type']).toContain('as=APIGroupDiscoveryList');
    const groups = at('items') as { metadata: { name: string }; versions: { resources: { resource: string }[] }[] }[];
    const apps = groups.find((group) => group.metadata.name === 'apps');
    expect(apps?.versions[0]?.resources).toContainEqual(
      expect.objectContaining({
        resource: 'deployments',
        responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
        scope: 'Namespaced',
        shortNames: ['deploy'],
        subresources: [
          expect.objectContaining({ subresource: 'status' }),
          expect.objectContaining({ subresource: 'scale' }),
        ],
      }),
    );
    expect(groups.map((group) => group.metadata.name)).toContain('t.dev');
  });

  it('says the same in the older way', async () => {
    const { ask } = testWorld({ definitions: [definition('Thing', thingSchema)] });
    expect((await ask('GET', '/api')).at('versions')).toEqual(['v1']);
    expect((await ask('GET', '/apis')).at('kind')).toBe('APIGroupList');
    expect((await ask('GET', '/apis/t.dev')).at('preferredVersion')).toEqual({
      groupVersion: 't.dev/v1',
      version: 'v1',
    });
    expect((await ask('GET', '/apis/t.dev/v1')).at('resources')).toMatchObject([
      { name: 'things', kind: 'Thing', namespaced: true },
      { name: 'things/status' },
    ]);
    expect((await ask('GET', '/apis/nobody.dev/v1')).status).toBe(404);
  });

  it('tells version and health', async () => {
    const { ask } = testWorld();
    expect((await ask('GET', '/version')).at('gitVersion')).toMatch(/^v1\.34\./);
    expect((await ask('GET', '/readyz')).body).toBe('ok');
  });
});

describe('OpenAPI', () => {
  it('has a document for each group and version, where the index says', async () => {
    const { ask } = testWorld({ definitions: [definition('Thing', thingSchema)] });
    const index = await ask('GET', '/openapi/v3');
    const url = String(index.at('paths', 'apis/t.dev/v1', 'serverRelativeURL'));
    expect(url).toMatch(/^\/openapi\/v3\/apis\/t\.dev\/v1\?hash=[0-9A-F]{32}$/);
    const document = await ask('GET', url.replace(/\?.*/, ''));
    expect(document.at('components', 'schemas', 'dev.t.v1.Thing', 'properties', 'spec', 'description')).toBe(
      'What is wanted.',
    );
    const patch = document.at('paths', '/apis/t.dev/v1/namespaces/{namespace}/things/{name}', 'patch');
    expect(patch).toMatchObject({
      'x-kubernetes-group-version-kind': { group: 't.dev', version: 'v1', kind: 'Thing' },
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'fieldValidation' })]) as unknown,
    });
  });

  it('changes its hash with the schema, and only then', async () => {
    const hash = async (schema: unknown): Promise<unknown> =>
      (await testWorld({ definitions: [definition('Thing', schema)] }).ask('GET', '/openapi/v3')).at(
        'paths',
        'apis/t.dev/v1',
      );
    expect(await hash(thingSchema)).toEqual(await hash({ ...thingSchema }));
    expect(await hash(thingSchema)).not.toEqual(await hash({ type: 'object' }));
  });
});

describe('the table of what is served', () => {
  it('stands in the README, kind by kind', async () => {
    const readme = await readFile(new URL('../../../src/simulator/kube/README.md', import.meta.url), 'utf8');
    const row = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`);
    for (const { group, version, kind } of builtinKinds) {
      const line = readme.split('\n').find((one) => one.startsWith(`| \`${row(group, version)}\``));
      expect(line, `${kind} of ${row(group, version)}`).toMatch(new RegExp(`\\b${kind}\\b`));
    }
  });

  it('compiles a definition once, however many worlds share it', () => {
    const shared = definition('Thing', thingSchema);
    expect(kindsOf(shared)).toBe(kindsOf(shared));
    expect(kindsOf(definition('Thing', thingSchema))).not.toBe(kindsOf(shared));
  });
});
