import { beforeAll, describe, expect, it } from 'vitest';
import { stableUuid } from '../../../stacks/naming/stable-uuid.ts';
import { builtInRole } from '../../../stacks/azure/permissions/built-in-roles.ts';
import { principalsOf } from '../../../stacks/azure/permissions/principals.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { environmentOf, existing, ofType, planOf, textOf } from './environments.ts';

describe('rights on Azure', () => {
  const wishes = { spec: { backups: { region: 'centralus' } } };
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOf(wishes);
  });
  const assigned = () => ofType(plan, 'authorization:RoleAssignment');
  const principals = principalsOf(environmentOf(wishes));

  it('are assigned as the table says, each once, and no others', () => {
    const wanted = principals.flatMap(({ grants }) =>
      grants.flatMap(({ allows, on }) => {
        const roles = allows.filter((right) => builtInRole(right) !== undefined).length;
        return on.map(() => roles + (roles < allows.length ? 1 : 0));
      }),
    );
    expect(assigned()).toHaveLength(wanted.reduce((sum, count) => sum + count, 0));
    expect(new Set(assigned().map(({ physicalName }) => physicalName)).size).toBe(assigned().length);
  });

  it('say who needs them and why, and never hold for everything', () => {
    for (const { principal, grants, trusts } of principals) {
      expect(trusts, principal).not.toEqual([]);
      expect(new Set(grants.map(({ id }) => id)).size, principal).toBe(grants.length);
      for (const { id, allows, on, neededBy, why } of grants) {
        expect(id).toMatch(/^[A-Za-z0-9]+$/);
        expect([neededBy, why, ...allows, ...on]).not.toContain('');
        expect([...allows, ...on].filter((text) => text.includes('*'))).toEqual([]);
      }
    }
  });

  it('reach no further than one object, but where Azure Backup must find its group', () => {
    const wide = assigned().filter(({ inputs }) => !/\/providers\/.+\/.+/.test(textOf(inputs['scope'])));
    expect(wide.map(({ name }) => name)).toEqual(['backups-backup-vault-may-find-database-resource-group']);
  });

  it('let pods write what they write, and the operator read the secrets of the plane alone', () => {
    const of = (who: string) =>
      assigned()
        .filter(({ name }) => name.startsWith(`identity-${who}-may-`))
        .map(({ inputs }) => [
          textOf(inputs['roleDefinitionId']).split('/').at(-1),
          textOf(inputs['scope']).split('/').slice(-2).join('/'),
        ])
        .toSorted();
    const contributor = builtInRole('Storage Blob Data Contributor');
    expect(of('brainstore')).toEqual(
      [
        [contributor, 'containers/brainstore'],
        [contributor, 'containers/responses'],
        [builtInRole('Storage Blob Data Reader'), 'containers/code-bundles'],
      ].toSorted(),
    );
    expect(of('operator').map(([, scope]) => scope)).toEqual([
      'secrets/azure-storage-connection-string',
      'secrets/brainstore-license-key',
      'secrets/function-secret-key',
      'secrets/postgres-connection-string',
      'secrets/redis-connection-string',
    ]);
  });

  it('are left to whoever brings identities, and stay in the table for them', async () => {
    const { identity } = existing;
    const brought = await planOf({ spec: { identity } });
    expect(brought.resources.filter(({ concern }) => concern === 'identity')).toEqual([]);
    expect(brought.outputs).toMatchObject({ operatorClientId: identity.operatorClientId });
    expect(principalsOf(environmentOf({ spec: { identity } })).map(({ principal }) => principal)).toContain('operator');
  });

  it('are called by ids that are made of who, what and where', () => {
    expect(stableUuid('a', 'b')).toBe(stableUuid('a', 'b'));
    expect(stableUuid('a', 'b')).not.toBe(stableUuid('ab'));
    expect(stableUuid('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
