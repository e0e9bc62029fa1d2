import { onOneLine } from '../../../src/api/documents/edit.ts';
import { environmentApiVersion, environmentKind } from '../schema/common.ts';
import type { Answers } from './questions.ts';
import { sectionsOf } from './sections.ts';

/** The schema for editors, beside the environments. */
export const editorSchemaFile = 'environment.schema.json';

/**
 * A new environment file with comments: every choice with what else could be chosen, and nothing that the profile says
 * anyway. Answers must be whole.
 */
export function environmentText(answers: Answers): string {
  const { name = '' } = answers;
  return [
    `# yaml-language-server: $schema=${editorSchemaFile}`,
    `# The environment ${name}. Whatever is left out is filled in by the profile and by defaults.`,
    `# Never write a password, key or token here: name the secret in the store of the cloud.`,
    `apiVersion: ${environmentApiVersion}`,
    `kind: ${environmentKind}`,
    `metadata:`,
    `  # First part of every name in the cloud. It never changes.`,
    `  name: ${onOneLine(name)}`,
    `spec:`,
    ...sectionsOf(answers)
      .flatMap((section) => ['', ...section])
      .slice(1)
      .map((line) => (line === '' ? '' : `  ${line}`)),
    '',
  ].join('\n');
}
