import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileNameOf, generatedFiles } from '../../scripts/generate/files.ts';
import { crdsAsJson, crdsAsYaml } from '../../src/api/crd/text.ts';
import { checkTexts } from '../../src/api/documents/check.ts';
import { readYaml } from '../../src/api/documents/yaml.ts';
import { kinds } from '../../src/api/index.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const examples = readdirSync(new URL('docs/reference/examples', root));

describe('the examples', () => {
  it('are there for every kind', () => {
    expect(examples.sort()).toEqual(kinds.map((kind) => `${fileNameOf(kind)}.yaml`).sort());
  });

  it.each(examples)('%s is valid', (name) => {
    expect(checkTexts([{ name, text: read(`docs/reference/examples/${name}`) }]).problems).toEqual([]);
  });
});

describe('generated files', () => {
  const files = generatedFiles((kind) => read(`docs/reference/examples/${fileNameOf(kind)}.yaml`));

  it.each([...files.keys()])('%s is up to date (node scripts/generate.ts)', (path) => {
    expect(read(path) === files.get(path)).toBe(true);
  });
});

describe('the printed CRDs', () => {
  it('are the same as YAML, read as kubectl reads it, and as JSON', () => {
    const { documents, complaints } = readYaml(crdsAsYaml());
    const { items } = JSON.parse(crdsAsJson()) as { items: unknown[] };
    expect(complaints).toEqual([]);
    expect(documents.map(({ value }) => value)).toEqual(items);
  });
});
