import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/runtime/canonical-json.ts';
import { wayOf } from '../../../../stacks/engine/look-up/ways.ts';
import { placeOf } from '../../../../stacks/place.ts';
import type { PlannedResource } from '../../../../stacks/planned.ts';
import { foundOf, foundTable } from '../../../../stacks/resource-types/found/index.ts';
import { resourceTypes } from '../../../../stacks/resource-types/index.ts';
import { must } from '../../../../src/runtime/must.ts';
import { example } from '../../support/examples.ts';
import { realPlan } from '../../support/plans.ts';

const environments = readdirSync(new URL('../../../../environments/', import.meta.url))
  .filter((file) => file.endsWith('.yaml') && file !== 'saas.yaml')
  .map((file) => file.replace('.yaml', ''));

/** The inputs as a run has them when it creates the object: what a plan does not know yet is known, each its own text. */
function known({ inputs }: PlannedResource): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(inputs).replaceAll(/<([^<>]+)>/g, '$1')) as Readonly<Record<string, unknown>>;
}

describe('an object that a killed run may have made', () => {
  it('is found again somehow, of whatever type it is', () => {
    const lost = Object.entries(resourceTypes).filter(([type, row]) => foundOf(type, row) === undefined);
    expect(lost.map(([type]) => type)).toEqual([]);
    expect(Object.keys(foundTable).filter((type) => !(type in resourceTypes))).toEqual([]);
  });

  it.each(environments)('can be settled, and is taken for no other one: %s', async (name) => {
    const { environment } = await example(name);
    const whole = must(environment, 'an example holds');
    const place = placeOf(whole);
    const { resources } = await realPlan(whole);
    const seen = new Map<string, string>();
    for (const planned of resources.filter(({ type }) => !/^(pulumi|planewright):/.test(type))) {
      const { urn, type } = planned;
      const inputs = known(planned);
      const provider = `${planned.provider ?? ''}::id`;
      const way = wayOf({ urn, type, inputs, provider }, place);
      expect([urn, way.kind === 'none' ? way.reason : '']).toEqual([urn, '']);
      if (way.kind === 'again' || way.kind === 'none') continue;
      const same = way.kind === 'read' ? [] : way.found.same.map((key) => inputs[key]);
      const within = way.kind === 'api' ? way.found.within.map((one) => inputs[one]) : [];
      const asked = way.kind === 'read' ? way.id : way.kind === 'ask' ? way.question : [way.found.list, ...within];
      const key = canonicalJson({ type, asked, same });
      expect([urn, seen.get(key)]).toEqual([urn, undefined]);
      seen.set(key, urn);
    }
  });
});
