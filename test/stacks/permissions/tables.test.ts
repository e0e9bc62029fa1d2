import { describe, expect, it } from 'vitest';
import { rightsOf } from '../../../stacks/permissions/principals-of-environment.ts';
import { referenceEnvironments } from '../../../stacks/permissions/reference-environments.ts';

const kinds = await Promise.all(
  Object.entries(referenceEnvironments()).map(async ([kind, environment]) => {
    const { principals, limits } = await rightsOf(environment);
    return { kind, principals, all: [...principals, ...limits] };
  }),
);

describe.each(kinds)('the tables of rights, $kind', ({ kind, principals, all }) => {
  const grants = all.flatMap(({ principal, grants: given, denies = [] }) =>
    [...given, ...denies].map((grant) => ({ principal, ...grant })),
  );

  it('say of every statement who needs it and why', () => {
    const mute = grants.filter(({ neededBy, why }) => neededBy.trim() === '' || why.trim().length < 5);
    expect(mute).toEqual([]);
  });

  it('hold for everything only with a reason', () => {
    const silent = grants.filter(({ on, everywhere }) => on.includes('*') && (everywhere ?? '').length < 10);
    expect(silent).toEqual([]);
  });

  it('allow no bare *, and only name what they are on', () => {
    expect(grants.filter(({ allows }) => allows.length === 0 || allows.includes('*'))).toEqual([]);
    expect(grants.filter(({ on, exceptOn }) => (on.length === 0) === (exceptOn === undefined))).toEqual([]);
  });

  it('tell every statement of somebody apart', () => {
    for (const { principal, grants: given, denies = [] } of all) {
      const ids = [...given, ...denies].map(({ id }) => id);
      expect([principal, ids.filter((id, index) => ids.indexOf(id) < index)]).toEqual([principal, []]);
      expect(ids.filter((id) => !/^[A-Za-z0-9]+$/.test(id))).toEqual([]);
    }
  });

  it('spare something in denials alone', () => {
    expect(all.flatMap(({ grants: given }) => given.filter(({ exceptOn }) => exceptOn !== undefined))).toEqual([]);
  });

  it('say who may act as whom', () => {
    expect(
      principals.filter(({ trusts }) => trusts.length === 0).map(({ principal }) => `${kind} ${principal}`),
    ).toEqual([]);
  });
});
