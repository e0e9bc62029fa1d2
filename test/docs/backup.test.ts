import { expect, it } from 'vitest';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { profileDefaults } from '../../stacks/environment/profiles/profile-defaults.ts';
import { profiles } from '../../stacks/environment/schema/common.ts';
import { readProjectFile } from '../workshop/tree.ts';

it('says of each profile how long it keeps what, as the code does', async () => {
  const page = await readProjectFile('docs/backup.md');
  const rows = page.split('\n').filter((line) => /^\| (aws|google|azure) /.test(line));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const kept = ['aws', 'google', 'azure'].flatMap((provider) =>
    profiles.map((profile) => {
      const defaults = profileDefaults({ spec: { mode: 'SelfHosted', profile, cloud: { provider } } });
      const days = ['spec.postgres.backupRetentionDays', 'spec.storage.undoDays', 'spec.backups.retentionDays'];
      return [provider, profile, ...days.map((path) => String(valueAt(defaults, path)))];
    }),
  );
  expect(cells).toEqual(kept);
});

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce((at: unknown, field) => (isPlainObject(at) ? at[field] : undefined), value);
}
