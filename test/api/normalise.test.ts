import { describe, expect, it } from 'vitest';
import { organization, project } from '../../src/api/index.ts';
import { normalise, openApiSchemaOf, parseResource } from '../../src/api/normalise.ts';
import { documentOf } from './documents/cases.ts';

const stored = (document: object) => normalise(document, openApiSchemaOf(project)) as { spec: Record<string, unknown> };

describe('normalisation', () => {
  it('drops a null where the schema knows the field, and then fills in its default', () => {
    const { spec } = stored(documentOf('Project', { set: { 'spec/description': null, 'spec/tagManagement': null } }));
    expect(spec).not.toHaveProperty('description');
    expect(spec['tagManagement']).toBe('Additive');
  });

  it('keeps an unknown field though it is null, so that it is still refused', () => {
    expect(stored(documentOf('Project', { set: { 'spec/colour': null } })).spec).toHaveProperty('colour', null);
  });

  it('keeps a null in a list', () => {
    expect(stored(documentOf('Project', { set: { 'spec/tags': [null] } })).spec['tags']).toEqual([null]);
  });

  it('fills in defaults below a default', () => {
    expect(stored(documentOf('Project')).spec['policy']).toEqual({
      management: 'Full',
      deletion: 'Retain',
      adoption: 'Adopt',
    });
  });

  it('gives every document a default of its own', () => {
    const [one, two] = [stored(documentOf('Project')), stored(documentOf('Project'))];
    expect(one.spec['policy']).not.toBe(two.spec['policy']);
  });

  it('changes nothing on a second pass', () => {
    const once = stored(documentOf('Project'));
    expect(stored(once)).toEqual(once);
  });

  it('leaves the document that it was given alone', () => {
    const document = documentOf('Organization', { set: { 'spec/policy': null } });
    const before = structuredClone(document);
    parseResource(organization, document);
    expect(document).toEqual(before);
  });
});
