import { describe, expect, it } from 'vitest';
import { must } from '../../src/runtime/must.ts';
import { brokenVariants } from './broken.ts';
import { casesOf, describeCase } from './cases.ts';
import { record, replay } from './run.ts';
import { stories } from './stories.ts';

describe('the sweep finds it when', () => {
  for (const { name, story: title, handlers, among } of brokenVariants) {
    it(
      name,
      async () => {
        const story = must(
          stories.find((one) => one.name === title),
          'the variant names a story',
        );
        const sound = await record(story);
        const broken = await record(story, { handlers });
        // Without a fault nothing is wrong with it: that is why it takes a sweep.
        expect(broken.end).toEqual(sound.end);
        const finding: string[] = [];
        for (const one of casesOf(broken.recording).filter(among)) {
          const found = await replay(broken, one, { handlers });
          if (found.length === 0) continue;
          // Only what the sound decisions withstand is told against the broken ones.
          if ((await replay(sound, one)).length === 0) finding.push(`${describeCase(one)}: ${found.join('; ')}`);
          if (finding.length > 0) break;
        }
        expect(finding).not.toEqual([]);
      },
      120_000,
    );
  }
});
