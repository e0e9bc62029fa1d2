import { onOneLine } from '../../../src/api/documents/edit.ts';
import { environmentApiVersion, environmentKind } from '../schema/common.ts';
import type { Answers } from './questions.ts';
import type { Section } from './section.ts';
import { sectionsOf } from './sections.ts';

/** The schema for editors, beside the environments. */
export const editorSchemaFile = 'environment.schema.json';

/** Where the state is kept, where somebody said so. */
export interface StateAnswers {
  readonly backend?: string;
  readonly secretsProvider?: string;
}

function stateSection({ backend, secretsProvider }: StateAnswers): Section {
  return [
    '# Where it is remembered what was made, and what encrypts the secrets in it.',
    'state:',
    ...(backend === undefined ? [] : [`  backend: ${onOneLine(backend)}`]),
    ...(secretsProvider === undefined ? [] : [`  secretsProvider: ${onOneLine(secretsProvider)}`]),
  ];
}

/**
 * A new environment file with comments: every choice with what else could be chosen, and nothing that the profile says
 * anyway. Answers must be whole.
 */
export function environmentText(answers: Answers, state?: StateAnswers): string {
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
    ...[...sectionsOf(answers), ...(state === undefined ? [] : [stateSection(state)])]
      .flatMap((section) => ['', ...section])
      .slice(1)
      .map((line) => (line === '' ? '' : `  ${line}`)),
    '',
  ].join('\n');
}
