import { describe, expect, it } from 'vitest';
import { awsWeaknesses } from '../../../stacks/weaknesses/aws.ts';
import { azureWeaknesses } from '../../../stacks/weaknesses/azure.ts';
import { googleWeaknesses } from '../../../stacks/weaknesses/google.ts';
import { weaknessIds, type Weakness } from '../../../stacks/weaknesses/weakness.ts';

const tables: readonly (readonly [cloud: keyof typeof weaknessIds, rows: readonly Weakness[]])[] = [
  ['aws', awsWeaknesses],
  ['google', googleWeaknesses],
  ['azure', azureWeaknesses],
];

describe("the weaknesses of the vendor's modules", () => {
  it.each(tables)('have each one row on %s', (cloud, rows) => {
    expect(rows.map(({ id }) => id).sort()).toEqual([...weaknessIds[cloud]].sort());
    expect(rows.every((row) => row.cloud === cloud)).toBe(true);
  });

  it.each(tables)('are each closed or declined in words on %s', (_, rows) => {
    for (const { id, weakness, source, how } of rows) {
      for (const text of [weakness, source, how]) expect(text.length, id).toBeGreaterThan(10);
    }
  });
});
