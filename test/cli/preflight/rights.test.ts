import { describe, expect, it } from 'vitest';
import { checkTable, localChecks, preflightPrincipal } from '../../../src/cli/preflight/rights.ts';
import { readProjectFile } from '../../workshop/tree.ts';

const clouds = ['aws', 'google', 'azure'] as const;

describe('the rights that it takes to look', () => {
  it.each(clouds)('only read, on %s', (cloud) => {
    const rights = preflightPrincipal(cloud).grants.flatMap(({ allows }) => allows);
    // Asking whether a name can be had is an action by Azure's word.
    const reading = /^(\w+:(Get|List|Describe|Simulate)|.+[.](get|list)$|.+\/read$|.+\/checkNameAvailability\/action$)/;
    expect(rights.filter((right) => !reading.test(right))).toEqual([]);
    expect(rights.length).toBeGreaterThan(5);
  });

  it('stand in the docs with every check, as the table has them', async () => {
    const docs = await readProjectFile('docs/environments.md');
    const rows = [...localChecks, ...clouds.flatMap((cloud) => checkTable[cloud])].map(
      ({ check, failsFor, rights }) => {
        const looking = rights.length > 0 ? ` ${rights.map((right) => `\`${right}\``).join(', ')} |` : '';
        return `| \`${check}\` | ${failsFor} |${looking}`;
      },
    );
    expect(rows.filter((row) => !docs.includes(row))).toEqual([]);
  });
});
