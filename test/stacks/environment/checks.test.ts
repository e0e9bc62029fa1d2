import { describe, expect, it } from 'vitest';
import { sentenceOfProblem } from '../../../src/api/documents/problem.ts';
import { environmentChecks } from '../../../stacks/environment/checks/checks.ts';
import { loadEnvironmentText } from '../../../stacks/environment/load.ts';
import { azureCases } from './azure-cases.ts';
import { bootstrapCases } from './bootstrap-cases.ts';
import { placeCases } from './place-cases.ts';
import { stateCases, stateWarnings } from './state-cases.ts';
import { otherCases, warnings as otherWarnings } from './size-cases.ts';
import { aws, azure, byocAws, filesOf, google, saas } from './files.ts';

const files = { saas, aws, google, azure, byocAws };

async function problemsOf(text: string) {
  const { problems, environment } = await loadEnvironmentText('prod.yaml', text, filesOf({}));
  return { sentences: problems.map(sentenceOfProblem), refused: environment === undefined };
}

const cases = [...placeCases, ...otherCases, ...azureCases, ...bootstrapCases, ...stateCases];
const warnings = [...otherWarnings, ...stateWarnings];

describe('checks of an environment', () => {
  it.each(Object.entries(files))('have nothing against a file that is right: %s', async (_, text) => {
    const { sentences, refused } = await problemsOf(text);
    expect(sentences.filter((sentence) => !sentence.includes('not in our table of machines'))).toEqual([]);
    expect(refused).toBe(false);
  });

  it.each(cases)('%s: refuses it on %s where %s becomes %s', async (_, file, from, to, sentence) => {
    expect(files[file]).toContain(from);
    const { sentences, refused } = await problemsOf(files[file].replace(from, to));
    expect(sentences).toContainEqual(expect.stringContaining(sentence));
    expect(refused).toBe(true);
  });

  it.each(warnings)('%s: warns on %s where %s becomes %s', async (_, file, from, to, sentence) => {
    const { sentences, refused } = await problemsOf(files[file].replace(from, to));
    expect(sentences).toContainEqual(expect.stringContaining(sentence));
    expect(refused).toBe(false);
  });

  it('are each broken once here', () => {
    const broken = new Set([...cases, ...warnings].map(([check]) => check));
    expect(environmentChecks.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });
});
