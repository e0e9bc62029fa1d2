import { crdAsYaml } from '../../src/api/crd/text.ts';
import { customResourceDefinitions } from '../../src/api/crd/definition.ts';
import { kinds, type KindDefinition } from '../../src/api/index.ts';
import { chartFiles } from '../../src/install/chart.ts';
import { editorSchema, editorSchemaOfAll } from './editor-schema.ts';
import { environmentEditorSchema } from '../../stacks/environment/editor-schema.ts';
import { environmentPage } from './environment-page.ts';
import { referenceIndex, referencePage } from './reference-page.ts';
import { policiesPage, weaknessesPage } from './table-pages.ts';

/** Folders in which every file is generated; another file there is left over. */
export const generatedFolders = [
  'charts/operator/crds',
  'charts/operator/templates',
  'docs/reference/schemas',
] as const;

/** Every generated file: path from the root of the repository, and text. */
export function generatedFiles(exampleOf: (kind: KindDefinition) => string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const crd of customResourceDefinitions()) {
    files.set(`charts/operator/crds/${crd.spec.names.plural}.yaml`, crdAsYaml(crd));
  }
  for (const [path, text] of chartFiles()) files.set(`charts/operator/${path}`, text);
  for (const kind of kinds) {
    files.set(`docs/reference/${fileNameOf(kind)}.md`, referencePage(kind, exampleOf(kind)));
    files.set(`docs/reference/schemas/${fileNameOf(kind)}.json`, json(editorSchema(kind)));
  }
  files.set('docs/policies.md', policiesPage());
  files.set('docs/weaknesses.md', weaknessesPage());
  files.set('docs/reference/environment.md', environmentPage());
  files.set('docs/reference/schemas/environment.json', json(environmentEditorSchema()));
  files.set('docs/reference/schemas/all.json', json(editorSchemaOfAll(kinds)));
  files.set(
    'docs/reference/README.md',
    referenceIndex(kinds.map((kind) => ({ kind, file: `${fileNameOf(kind)}.md` }))),
  );
  return files;
}

/** `AIProvider` → `ai-provider`. */
export function fileNameOf({ kind }: Pick<KindDefinition, 'kind'>): string {
  return kind.replaceAll(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + '\n';
}
