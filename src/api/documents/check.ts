import { isPlainObject } from '../../runtime/canonical-json.ts';
import { apiVersion, group, kindNamed, kinds } from '../index.ts';
import { normalise, openApiSchemaOf, resourceSchema } from '../normalise.ts';
import { closest } from './closest.ts';
import { findingsOf, type Finding } from './issues.ts';
import { problemOf, surprises } from './located.ts';
import type { Path, Problem } from './problem.ts';
import { readYaml } from './yaml.ts';

/** A resource of ours that was found in a file, right or wrong. */
interface CheckedResource {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly valid: boolean;
  /** The document as the API server would store it; only if it is valid. */
  readonly document?: Readonly<Record<string, unknown>>;
}

export interface Check {
  readonly problems: readonly Problem[];
  readonly resources: readonly CheckedResource[];
  /** Documents of other API groups; they are left to those who know them. */
  readonly others: number;
}

/** Checks every document of the given texts. `name` is what problems call the text: its path, or `-`. */
export function checkTexts(texts: readonly { readonly name: string; readonly text: string }[]): Check {
  const problems: Problem[] = [];
  const resources: CheckedResource[] = [];
  let others = 0;
  for (const { name: file, text } of texts) {
    const { documents, complaints } = readYaml(text);
    problems.push(...complaints.map((complaint) => ({ file, ...complaint })));
    for (const document of documents) {
      for (const { value, path } of resourcesIn(document.value)) {
        const outcome = checkDocument(value);
        if (outcome === 'other') {
          others += 1;
          continue;
        }
        const located = outcome.findings.map((finding) => problemOf(file, document, path, finding));
        problems.push(...located, ...surprises(file, document, path, value, located));
        if (outcome.kind !== undefined) {
          resources.push({
            file,
            line: document.locate(path, 'value').line,
            kind: outcome.kind,
            ...identityOf(value),
            valid: located.length === 0,
            ...(outcome.document !== undefined && { document: outcome.document }),
          });
        }
      }
    }
  }
  problems.push(...declaredTwice(resources));
  const order = new Map(texts.map(({ name }, index) => [name, index]));
  const fileOf = (problem: Problem): number => order.get(problem.file) ?? 0;
  const lineOf = ({ line = 0 }: Problem): number => line;
  const columnOf = ({ column = 0 }: Problem): number => column;
  problems.sort((a, b) => fileOf(a) - fileOf(b) || lineOf(a) - lineOf(b) || columnOf(a) - columnOf(b));
  return { problems, resources, others };
}

/** The document itself, or the items of a `v1` List. */
function resourcesIn(value: unknown): readonly { value: unknown; path: Path }[] {
  if (
    isPlainObject(value) &&
    value['apiVersion'] === 'v1' &&
    value['kind'] === 'List' &&
    Array.isArray(value['items'])
  ) {
    return value['items'].map((item: unknown, index) => ({ value: item, path: ['items', index] }));
  }
  return [{ value, path: [] }];
}

interface Outcome {
  readonly findings: readonly Finding[];
  readonly kind?: string;
  readonly document?: Readonly<Record<string, unknown>>;
}

function checkDocument(value: unknown): Outcome | 'other' {
  const whole = (reason: string, next?: string): Outcome => ({
    findings: [{ path: [], at: 'value', reason, ...(next !== undefined && { next }) }],
  });
  const at = (field: 'apiVersion' | 'kind', reason: string, next: string): Outcome => ({
    findings: [{ path: [field], at: 'value', reason, next }],
  });
  if (!isPlainObject(value)) return whole('not a resource', 'a resource begins with apiVersion and kind');
  const { apiVersion: givenVersion, kind: givenKind } = value;
  if (typeof givenKind !== 'string') return at('kind', 'is required', `it is one of ${kindNames.join(', ')}`);
  if (typeof givenVersion !== 'string') return at('apiVersion', 'is required', `write ${apiVersion}`);
  const definition = kindNamed(givenKind);
  if (givenVersion !== apiVersion) {
    const [givenGroup = ''] = givenVersion.split('/');
    if (givenGroup === group) return at('apiVersion', 'is not a version of this program', `write ${apiVersion}`);
    if (definition !== undefined && closest(givenGroup, [group]) !== undefined) {
      return at('apiVersion', 'is not known', `did you mean "${apiVersion}"?`);
    }
    return 'other';
  }
  if (definition === undefined) {
    const meant = closest(givenKind, kindNames);
    const next = meant === undefined ? `kinds are ${kindNames.join(', ')}` : `did you mean "${meant}"?`;
    return at('kind', 'is not a kind of this program', next);
  }
  const schema = openApiSchemaOf(definition);
  const parsed = resourceSchema(definition).safeParse(normalise(value, schema));
  if (parsed.success) return { findings: [], kind: givenKind, document: parsed.data };
  return { findings: findingsOf(parsed.error.issues, value, schema), kind: givenKind };
}

const kindNames: readonly string[] = kinds.map(({ kind }) => kind);

function identityOf(value: unknown): { name: string; namespace?: string } {
  const metadata = isPlainObject(value) && isPlainObject(value['metadata']) ? value['metadata'] : {};
  const { name, namespace } = metadata;
  return {
    name: typeof name === 'string' ? name : '',
    ...(typeof namespace === 'string' && { namespace }),
  };
}

function declaredTwice(resources: readonly CheckedResource[]): readonly Problem[] {
  const first = new Map<string, CheckedResource>();
  const problems: Problem[] = [];
  for (const resource of resources) {
    const { file, line, kind, namespace = '', name } = resource;
    if (name === '') continue;
    const identity = `${kind} ${namespace}/${name}`;
    const earlier = first.get(identity);
    if (earlier === undefined) first.set(identity, resource);
    else {
      const reason = `${kind} ${name} is declared at ${earlier.file}:${earlier.line} already`;
      const next = 'keep one of the two: the later one would replace the earlier one';
      problems.push({ severity: 'error', file, line, column: 1, field: 'metadata.name', reason, next });
    }
  }
  return problems;
}
