import { describe, expect, it } from 'vitest';
import { fromJSONSchema } from 'zod';
import { must } from '../../../src/runtime/must.ts';
import { environmentEditorSchema } from '../../../stacks/environment/editor-schema.ts';
import { loadEnvironment } from '../../../stacks/environment/load.ts';
import { shapeOf } from '../../../stacks/environment/resolve.ts';
import { environmentSchemas } from '../../../stacks/environment/schema/environment.ts';
import { projectFiles, readProjectFile } from '../../workshop/tree.ts';

interface Part {
  readonly if: {
    readonly properties: { readonly spec: { readonly properties: { readonly mode: { readonly const: string } } } };
  };
  readonly then: Parameters<typeof fromJSONSchema>[0];
}

const { allOf } = environmentEditorSchema() as { readonly allOf: readonly Part[] };
const parts = new Map(
  Object.keys(environmentSchemas).map((shape, index) => [shape, must(allOf[index], 'one a shape')]),
);
const examples = (await projectFiles('environments')).filter((file) => /^environments\/[^/]+[.]yaml$/.test(file));

async function checked(file: string, change: (spec: Record<string, unknown>) => void = () => undefined) {
  const loaded = await loadEnvironment(file, { cwd: '/', readFile: readProjectFile });
  if (loaded.environment === undefined) throw new Error(`${file} is an example`);
  const document = structuredClone(loaded.document) as { spec: Record<string, unknown> };
  change(document.spec);
  const part = must(parts.get(shapeOf(loaded.document) ?? ''), 'every example has a shape');
  return fromJSONSchema(part.then).safeParse(document);
}

describe('the schema for editors', () => {
  it.each(examples)('takes what is valid, without what the profile says: %s', async (file) => {
    expect((await checked(file)).error?.issues ?? []).toEqual([]);
  });

  it('underlines an unknown field, a word that is no choice, and what only the file can say', async () => {
    const wrong = async (change: (spec: Record<string, unknown>) => void) =>
      (await checked('environments/google-standard.yaml', change)).success;
    expect(await wrong((spec) => (spec['profil'] = 'x'))).toBe(false);
    expect(await wrong((spec) => (spec['profile'] = 'prod'))).toBe(false);
    expect(await wrong((spec) => delete spec['cloud'])).toBe(false);
    expect(await wrong((spec) => delete spec['backups'])).toBe(true);
  });

  it('carries no note of ours', () => {
    expect(JSON.stringify(allOf)).not.toContain('"x-');
  });
});
