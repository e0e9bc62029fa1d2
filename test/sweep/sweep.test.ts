import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { casesOf, describeCase, type Case } from './cases.ts';
import { record, replay } from './run.ts';
import { stories } from './stories.ts';
import { unhandledRejections } from './unhandled.ts';

/** Every so-many-th case is told: 1 for all of them. A prime, so that no kind of fault is always passed over. */
const every = Number(process.env['SWEEP_SAMPLE'] ?? 11);
const storyTimeoutMs = 600_000;

/** What was found is printed as a plan; with SWEEP_SAVE=1 it is written beside the others, to be explained and kept. */
function keep(found: Case, index: number): string {
  const plan = JSON.stringify({ found: 'explain', ...found }, undefined, 2);
  if (process.env['SWEEP_SAVE'] === '1') {
    mkdirSync(new URL('plans/', import.meta.url), { recursive: true });
    writeFileSync(new URL(`plans/new-${found.story.replaceAll(' ', '-')}-${index}.json`, import.meta.url), `${plan}\n`);
  }
  return plan;
}

describe('the operator comes to the same end whatever goes wrong once', () => {
  const totals = { cases: 0, divergences: 0 };
  afterAll(() => {
    process.stdout.write(`fault sweep: ${totals.cases} cases, ${totals.divergences} divergences\n`);
  });

  for (const story of stories) {
    it(
      story.name,
      async () => {
        const unhandled = unhandledRejections();
        const reference = await record(story);
        const cases = casesOf(reference.recording).filter((_case, index) => index % every === 0);
        const diverging: string[] = [];
        for (const [index, one] of cases.entries()) {
          const found = await replay(reference, one);
          if (found.length > 0) diverging.push([describeCase(one), ...found, keep(one, index)].join('\n  '));
        }
        totals.cases += cases.length;
        totals.divergences += diverging.length;
        expect(diverging).toEqual([]);
        expect(unhandled()).toEqual([]);
      },
      storyTimeoutMs,
    );
  }
});
