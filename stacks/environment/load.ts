import { findingsOf, type Finding } from '../../src/api/documents/issues.ts';
import { problemOf, surprises } from '../../src/api/documents/located.ts';
import type { Path, Problem } from '../../src/api/documents/problem.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { must } from '../../src/runtime/must.ts';
import { checkEnvironment } from './checks/checks.ts';
import { clearSecrets } from './checks/clear-secrets.ts';
import { schemaOfDocument } from './document-schema.ts';
import { findEnvironmentFile, type EnvironmentFiles } from './files.ts';
import { readLayers, type Layer } from './layers.ts';
import { merged } from './merge.ts';
import { originsOf } from './origin.ts';
import { profileDefaults } from './profiles/profile-defaults.ts';
import { shapeOf } from './resolve.ts';
import { profiles } from './schema/common.ts';
import { environmentSchemas, type Environment } from './schema/environment.ts';
import { belongsElsewhere, shapeFindings } from './shape-findings.ts';

/** An environment that holds, with what its files say and where. */
export interface LoadedEnvironment {
  readonly environment: Environment;
  /** The layers on each other, without what the profile fills in: the configuration that a stack is given. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The file itself, then those that it lies on. */
  readonly files: readonly string[];
  /** Warnings only. */
  readonly problems: readonly Problem[];
  /** Says something of a field where it stands: in the file or in the base that wrote it. */
  readonly locate: (finding: Finding, severity?: Problem['severity']) => Problem;
}

/** A file that does not hold, or several files that do not fit. */
export interface RefusedEnvironment {
  readonly environment?: undefined;
  readonly files: readonly string[];
  /** At least one error among them. */
  readonly problems: readonly Problem[];
}

/**
 * The environment of a file, or of a bare name under `environments/`. What is wrong with it comes back as problems; only
 * a first file that cannot be read throws, Node's error.
 */
export async function loadEnvironment(
  nameOrPath: string,
  files: Pick<EnvironmentFiles, 'cwd' | 'readFile'>,
): Promise<LoadedEnvironment | RefusedEnvironment> {
  const { file, text } = await findEnvironmentFile(nameOrPath, files);
  return loadEnvironmentText(file, text, files);
}

/** The same for a text that was read already: `file` is what problems call it, and what `extends` is relative to. */
export async function loadEnvironmentText(
  file: string,
  text: string,
  files: Pick<EnvironmentFiles, 'cwd' | 'readFile'>,
): Promise<LoadedEnvironment | RefusedEnvironment> {
  const { layers, problems } = await readLayers(file, text, files);
  const names = layers.map((layer) => layer.file).reverse();
  if (problems.some(({ severity }) => severity === 'error')) return { files: names, problems };
  const locate = locator(layers);
  const document = withoutExtends(layers.map((layer) => layer.document.value).reduce(merged, {}));
  const { environment, findings } = parsed(document);
  const secrets = layers.flatMap((layer) =>
    clearSecrets(layer.document.value).map((finding) => problemOf(layer.file, layer.document, [], finding)),
  );
  const located = [...secrets, ...findings.map((finding) => locate(finding))];
  const odd = layers.flatMap((layer) => surprises(layer.file, layer.document, [], layer.document.value, located));
  // Checks quote what they compare: not where one of the values may be a secret.
  const checked =
    environment === undefined || secrets.length > 0
      ? []
      : checkEnvironment(environment).map(({ severity, ...finding }) => locate({ ...finding, at: 'value' }, severity));
  const all = [...problems, ...located, ...odd, ...checked];
  if (environment === undefined || all.some(({ severity }) => severity === 'error'))
    return { files: names, problems: all };
  return { environment, document, files: names, problems: all, locate };
}

function withoutExtends(document: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(document as object).filter(([field]) => field !== 'extends'));
}

function parsed(document: unknown): { readonly environment?: Environment; readonly findings: readonly Finding[] } {
  const shape = shapeOf(document);
  if (shape === undefined) return { findings: shapeFindings(document) };
  const whole = merged(profileDefaults(withKnownProfile(document)), document);
  const outcome = environmentSchemas[shape].safeParse(whole);
  if (outcome.success) return { environment: outcome.data, findings: [] };
  const findings = findingsOf(outcome.error.issues, whole, schemaOfDocument(shape, whole));
  return { findings: findings.map((finding) => belongsElsewhere(shape, finding)).map((each) => quoted(each, whole)) };
}

/**
 * A profile that is missing or misspelt is one mistake: what it would have said is not missing too. It stays refused,
 * because the document itself is as it was.
 */
function withKnownProfile(document: unknown): unknown {
  const spec = isPlainObject(document) && isPlainObject(document['spec']) ? document['spec'] : {};
  return profiles.some((known) => known === spec['profile']) ? document : { spec: { ...spec, profile: 'production' } };
}

/** An account id without quotes is a number to YAML: the commonest mistake of all. */
function quoted(finding: Finding, document: unknown): Finding {
  if (finding.next !== undefined || !finding.reason.startsWith('must be text')) return finding;
  let value = document;
  for (const step of finding.path) value = isPlainObject(value) ? value[String(step)] : undefined;
  return ['number', 'boolean'].includes(typeof value) ? { ...finding, next: 'put it in quotes' } : finding;
}

/** Where a field stands: in the topmost layer that writes it, or for what is missing in the one that writes its parent. */
function locator(layers: readonly Layer[]): LoadedEnvironment['locate'] {
  const values = layers.map((layer) => layer.document.value);
  const layerOf = (path: Path): Layer => {
    for (let length = path.length; length >= 0; length -= 1) {
      const origin = originsOf(values, path.slice(0, length)).at(-1);
      if (origin !== undefined) return must(layers[origin], 'an origin is one of the layers');
    }
    return must(layers.at(-1), 'there is always the file itself');
  };
  return (finding, severity = 'error') => {
    const { file, document } = layerOf(finding.path);
    return { ...problemOf(file, document, [], finding), severity };
  };
}
