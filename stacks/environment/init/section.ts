import { onOneLine } from '../../../src/api/documents/edit.ts';
import { must } from '../../../src/runtime/must.ts';
import type { Answers, QuestionName } from './questions.ts';

/** Lines of one part of `spec`, without its indentation. */
export type Section = readonly string[];

/** An answer as it stands in YAML. */
export function written(answers: Answers, name: QuestionName): string {
  return onOneLine(must(answers[name], `${name} has been asked`));
}
