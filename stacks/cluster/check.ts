import { apiVersion, kindNamed } from '../../src/api/index.ts';
import { parseResource } from '../../src/api/normalise.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { guessed, isUnknown, textsIn } from '../inputs.ts';
import type { ClusterObject } from './object.ts';

/** What a mark may turn out to be, tried one after the other: a name, a number of Azure's kind, an ARN, an account. */
const guesses = [
  'x0x',
  '00000000-0000-4000-8000-000000000000',
  'arn:aws:iam::123456789012:role/x0x',
  'x0x@x0x00x.iam.gserviceaccount.com',
] as const;

/**
 * What the API server would refuse in the objects of Planewright's own kinds, as sentences. What is not known yet is
 * taken for something that fits, if anything does.
 */
export function objectProblems(objects: readonly ClusterObject[]): readonly string[] {
  return objects.filter((object) => object.apiVersion === apiVersion).flatMap(problemsOf);
}

function problemsOf(object: ClusterObject): readonly string[] {
  const definition = kindNamed(object.kind);
  if (definition === undefined) return [`${object.kind} is no kind of ${apiVersion}`];
  const marked = [...textsIn(object)].filter(({ text }) => isUnknown(text));
  const chosen = new Map(marked.map(({ path }) => [path, 0]));
  for (;;) {
    const whole = marked.reduce<unknown>((document, { steps, path, text }) => {
      return withAt(document, steps, guessed(text, guesses[chosen.get(path) ?? 0] ?? ''));
    }, object);
    const outcome = parseResource(definition, whole);
    if (outcome.success) return [];
    const refused = outcome.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
    const otherwise = refused.filter(({ path }) => (chosen.get(path) ?? guesses.length) + 1 < guesses.length);
    if (otherwise.length === 0) {
      return refused.map(({ path, message }) => `${object.kind} ${object.metadata.name}: ${path} ${message}`);
    }
    for (const { path } of otherwise) chosen.set(path, (chosen.get(path) ?? 0) + 1);
  }
}

function withAt(whole: unknown, [step, ...rest]: readonly string[], value: string): unknown {
  if (step === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.map((item: unknown, index) => (index === Number(step) ? withAt(item, rest, value) : item));
  }
  if (!isPlainObject(whole)) return whole;
  return { ...whole, [step]: withAt(whole[step], rest, value) };
}
