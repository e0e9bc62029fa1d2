import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { must } from '../../src/runtime/must.ts';
import type { Case } from './cases.ts';
import { record, replay, type Reference } from './run.ts';
import { stories } from './stories.ts';

const folder = new URL('plans/', import.meta.url);

/** A case that once ended otherwise, with what was found. */
interface Plan extends Case {
  readonly found: string;
}

describe('what the sweep once found stays found', () => {
  const references = new Map<string, Promise<Reference>>();
  const referenceOf = (name: string): Promise<Reference> => {
    const story = must(
      stories.find((one) => one.name === name),
      `a plan names the story ${name}`,
    );
    const reference = references.get(name) ?? record(story);
    references.set(name, reference);
    return reference;
  };

  for (const file of readdirSync(folder).sort()) {
    it(file.replace('.json', '').replaceAll('-', ' '), async () => {
      const plan = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Plan;
      expect(await replay(await referenceOf(plan.story), plan), plan.found).toEqual([]);
    });
  }
});
