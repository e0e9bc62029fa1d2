import { describe, expect, it } from 'vitest';
import { kindNamed, kinds, type KindDefinition } from '../../src/api/index.ts';
import { fieldOf } from '../../src/api/documents/problem.ts';
import { knownDifferences } from '../../src/api/known-differences.ts';
import { normalise, openApiSchemaOf, parseResource } from '../../src/api/normalise.ts';
import { must } from '../../src/runtime/must.ts';
import { documentOf } from './documents/cases.ts';
import { creations } from './documents/creations.ts';
import { updates } from './documents/updates.ts';
import { brokenRules, holds } from './support/cel.ts';

const definitionOf = (kind: string): KindDefinition => must(kindNamed(kind), 'cases name kinds of the registry');
const refused = creations.filter((creation) => creation.refused !== undefined);
const accepted = creations.filter((creation) => creation.refused === undefined);

describe('zod, on the corpus', () => {
  it.each(accepted.map((creation) => [creation.kind, creation.name, creation] as const))(
    'accepts %s: %s',
    (kind, _name, creation) => {
      const parsed = parseResource(definitionOf(kind), documentOf(kind, creation));
      expect(parsed.error?.issues).toBeUndefined();
    },
  );

  it.each(refused.map((creation) => [creation.kind, creation.name, creation.refused, creation] as const))(
    'refuses %s: %s, at %s',
    (kind, _name, field, creation) => {
      const { error } = parseResource(definitionOf(kind), documentOf(kind, creation));
      const fields = error?.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => fieldOf([...issue.path, key]))
          : [fieldOf(issue.path)],
      );
      expect(fields).toContain(field);
    },
  );

  it.each(accepted.map((creation) => [creation.kind, creation.name, creation] as const))(
    'fills in the defaults that the CRD declares for %s: %s',
    (kind, _name, creation) => {
      const document = documentOf(kind, creation);
      const stored = normalise(document, openApiSchemaOf(definitionOf(kind)));
      expect(parseResource(definitionOf(kind), document).data).toEqual(stored);
    },
  );
});

describe('CEL, on the corpus', () => {
  it.each(accepted.map((creation) => [creation.kind, creation.name, creation] as const))(
    'breaks no rule on %s: %s',
    (kind, _name, creation) => {
      const schema = openApiSchemaOf(definitionOf(kind));
      expect(brokenRules(normalise(documentOf(kind, creation), schema), schema, '')).toEqual([]);
    },
  );

  const byRule = refused.flatMap((creation) => {
    const definition = definitionOf(creation.kind);
    const parsed = parseResource(definition, documentOf(creation.kind, creation));
    const custom = parsed.error?.issues.filter(({ code, path }) => code === 'custom' && path[0] === 'spec') ?? [];
    const ofLists = custom.filter(({ message }) => /there twice|same/.test(message));
    return custom.length > 0 && ofLists.length === 0 ? [[creation.kind, creation.name, creation] as const] : [];
  });

  it.each(byRule)('says the same as its twin in TypeScript on %s: %s', (kind, _name, creation) => {
    const schema = openApiSchemaOf(definitionOf(kind));
    const broken = brokenRules(normalise(documentOf(kind, creation), schema), schema, '');
    expect(broken).toContain(`.${must(creation.refused, 'only refused creations are looked at')}`);
  });

  it.each(updates.map((update) => [update.kind, update.name, update] as const))(
    'judges the change of a stored %s: %s',
    (kind, _name, { stored, applied, refused: field }) => {
      const schema = openApiSchemaOf(definitionOf(kind));
      const spec = must(schema.properties?.['spec'], 'every kind has a spec');
      const specOf = (document: unknown) => (normalise(document, schema) as Record<string, unknown>)['spec'];
      const before = specOf(documentOf(kind, stored));
      const after = specOf(documentOf(kind, stored, applied));
      const broken = (spec['x-kubernetes-validations'] ?? [])
        .filter(({ rule }) => rule.includes('oldSelf') && !holds(rule, after, spec, before))
        .map(({ fieldPath = '' }) => `spec${fieldPath}`);
      expect(broken).toEqual(field === undefined ? [] : [field]);
    },
  );
});

describe('the corpus', () => {
  it('has documents of every kind, right and wrong, and changes of every kind', () => {
    for (const { kind } of kinds) {
      expect(accepted.map((creation) => creation.kind)).toContain(kind);
      expect(refused.map((creation) => creation.kind)).toContain(kind);
      expect(updates.map((update) => update.kind)).toContain(kind);
    }
  });

  it('has a document for every known difference', () => {
    const shown = new Set(creations.map(({ differs }) => differs));
    expect(knownDifferences.filter(({ id }) => !shown.has(id))).toEqual([]);
  });

  it('names each case once', () => {
    const names = [...creations, ...updates].map(({ kind, name }) => `${kind}: ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});
