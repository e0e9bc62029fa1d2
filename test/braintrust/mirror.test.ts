import { describe, expect, it } from 'vitest';
import { OrganizationMirror } from '../../src/braintrust/mirror.ts';
import { Resync } from '../../src/braintrust/resync.ts';
import type { WireRequest, WireResponse } from '../../src/runtime/transport.ts';
import { answer, clientOver, failureOf, leapingClock, never, scripted, type Reply } from './support.ts';

const organization = { id: 'org', name: 'acme' };
const interval = 600_000;

interface Wire {
  id: string;
  name: string;
  org_id?: string;
  deleted_at?: string;
}

/** Lists `rows` with cursors, never more than `page` at once. */
function lists(rows: readonly Wire[], page = 1000): (request: WireRequest) => WireResponse {
  return (request) => {
    const byId = rows.find((row) => request.path.endsWith(`/${row.id}`));
    if (byId !== undefined) return answer(200, byId);
    if (request.path !== '/v1/project') return answer(400, 'missing read access, or the object does not exist');
    const { starting_after: after, project_name: name } = request.query ?? {};
    const named = rows.filter((row) => name === undefined || row.name === name);
    const from = after === undefined ? 0 : named.findIndex((row) => row.id === after) + 1;
    return answer(200, { objects: named.slice(from, from + page) });
  };
}

function mirrorOver(...script: readonly Reply[]) {
  const clock = leapingClock();
  const { transport, calls } = scripted(...script);
  const client = clientOver(transport, clock);
  const mirror = new OrganizationMirror({ client, clock, organization, uid: 'u-1', resyncIntervalMs: interval });
  const find = (name: string, id?: string) => mirror.projects.find({ id, naturalKey: name, name }, never);
  return { clock, calls, mirror, find };
}

const projects = (count: number): Wire[] => Array.from({ length: count }, (_, n) => ({ id: `p${n}`, name: `n${n}` }));

describe('reading a thousand objects', () => {
  it('costs the pages of one list', async () => {
    const { calls, find } = mirrorOver(lists(projects(1000)));
    await Promise.all(
      projects(1000).map(async ({ name, id }) => {
        expect(await find(name)).toMatchObject({ state: 'present', value: { id } });
      }),
    );
    // The page, and the empty one that proves its end.
    expect(calls).toHaveLength(2);
    expect(calls[0]?.query).toMatchObject({ limit: '1000', org_name: 'acme' });
  });

  it('takes smaller pages than it asked for', async () => {
    const { find } = mirrorOver(lists(projects(25), 10));
    expect(await find('n24')).toMatchObject({ state: 'present' });
    expect(await find('n25')).toEqual({ state: 'provenAbsent' });
  });

  it('happens once an interval', async () => {
    const { clock, calls, mirror, find } = mirrorOver(lists([]));
    await find('a');
    clock.advance(mirror.untilResync() - 1);
    await find('a');
    expect(calls).toHaveLength(1);
    clock.advance(1);
    await find('a');
    expect(calls).toHaveLength(2);
  });

  it('lets the next waiter take over when the first one is aborted', async () => {
    const first = new AbortController();
    const stop = (): WireResponse => {
      first.abort(new Error('stop'));
      throw new Error('stop');
    };
    const { mirror } = mirrorOver(stop, lists([{ id: '1', name: 'a' }]));
    const wanted = { naturalKey: 'a', name: 'a' };
    const aborted = failureOf(mirror.projects.find(wanted, first.signal));
    const waiting = mirror.projects.find(wanted, never);
    expect((await aborted).message).toBe('stop');
    expect(await waiting).toMatchObject({ state: 'present' });
  });
});

describe('what is not in the list', () => {
  it.each([
    ['the token is refused', answer(401, '')],
    ['the kind is forbidden', answer(403, '')],
    ['the API fails', answer(500, '')],
    ['a proxy answers with a page', answer(200, '<html>')],
    ['the answer holds no list', answer(200, { things: [] })],
    ['the pages run in a circle', answer(200, { objects: [{ id: '1', name: 'x' }] })],
  ])('is unknown, not absent, when %s', async (_name, reply) => {
    const { find } = mirrorOver(reply);
    expect(await find('a')).toMatchObject({ state: 'unknown' });
  });

  it('is not asked for again by each dependant while a failure is fresh', async () => {
    const { calls, find, clock } = mirrorOver(answer(500, ''));
    for (let n = 0; n < 100; n++) await find(`n${n}`);
    const tries = calls.length;
    expect(tries).toBeLessThan(4);
    clock.advance(5_000);
    await find('a');
    expect(calls.length).toBeGreaterThan(tries);
  });

  it('is unknown where a row could not be read, unless its own name is asked for', async () => {
    const rows = [{ id: '1', name: 'a' }, { id: '2' }] as Wire[];
    const { find, mirror } = mirrorOver(lists(rows));
    expect(await find('a')).toMatchObject({ state: 'present' });
    expect(await mirror.projects.all(never)).toMatchObject({ state: 'unknown' });
    expect(await find('b')).toEqual({ state: 'provenAbsent' });
  });

  it('is absent when it was softly deleted', async () => {
    const { find } = mirrorOver(lists([{ id: '1', name: 'a', deleted_at: '2026-01-01T00:00:00Z' }]));
    expect(await find('a', '1')).toEqual({ state: 'provenAbsent' });
  });

  it('is absent when it belongs to another organization', async () => {
    const { find } = mirrorOver(lists([{ id: '1', name: 'a', org_id: 'other' }]));
    expect(await find('a')).toEqual({ state: 'provenAbsent' });
  });
});

describe('an object that we know by its id, and the list lacks', () => {
  it('is there where reading it says so: lists may lag behind its making', async () => {
    const rows = [{ id: '1', name: 'a' }];
    const { find } = mirrorOver((request) =>
      request.path === '/v1/project' ? answer(200, { objects: [] }) : lists(rows)(request),
    );
    expect(await find('a', '1')).toMatchObject({ state: 'present' });
  });

  it('is absent where it was deleted, or where reading it says missing and the list has proved that we see', async () => {
    const { find } = mirrorOver(lists([{ id: '1', name: 'a', deleted_at: '2026-01-01T00:00:00Z' }]));
    expect(await find('a', '1')).toEqual({ state: 'provenAbsent' });
    expect(await find('a', '2')).toEqual({ state: 'provenAbsent' });
  });

  it('is unknown where it cannot be read', async () => {
    const { find } = mirrorOver((request) =>
      request.path === '/v1/project' ? answer(200, { objects: [] }) : answer(403, 'no'),
    );
    expect(await find('a', '1')).toMatchObject({ state: 'unknown' });
  });
});

describe('recognition', () => {
  it('goes by the recorded id before the name', async () => {
    const { find } = mirrorOver(
      lists([
        { id: '1', name: 'renamed' },
        { id: '2', name: 'a' },
      ]),
    );
    expect(await find('a', '1')).toMatchObject({ value: { id: '1', name: 'renamed' } });
    expect(await find('a', 'gone')).toMatchObject({ value: { id: '2' } });
  });

  it('refuses to choose between two live objects of one name', async () => {
    const { find } = mirrorOver(
      lists([
        { id: '1', name: 'a' },
        { id: '2', name: 'a' },
      ]),
    );
    expect(await find('a')).toMatchObject({ state: 'unknown', reason: { retry: 'afterChange' } });
  });
});

describe('own writes', () => {
  const row = {
    id: '9',
    name: 'new',
    organizationId: undefined,
    description: undefined,
    settings: {},
    created: undefined,
  };

  it('are read back, also while the API’s lists lag behind them', async () => {
    const { clock, find, mirror } = mirrorOver(lists([]));
    await find('new');
    mirror.projects.wrote(row);
    expect(await find('new')).toMatchObject({ value: { id: '9' } });
    clock.advance(10_000);
    mirror.projects.doubt();
    expect(await find('new')).toMatchObject({ value: { id: '9' } });
  });

  it('are no longer believed against the lists after the grace', async () => {
    const { clock, find, mirror } = mirrorOver(lists([]));
    await find('new');
    mirror.projects.wrote(row);
    clock.advance(interval);
    expect(await find('new')).toEqual({ state: 'provenAbsent' });
  });

  it('keep what was deleted deleted', async () => {
    const { clock, find, mirror } = mirrorOver(lists([{ id: '9', name: 'new' }]));
    await find('new');
    mirror.projects.removed(row.id);
    clock.advance(10_000);
    mirror.projects.doubt();
    expect(await find('new')).toEqual({ state: 'provenAbsent' });
  });

  it('that the API contradicts have the kind listed again, and not for each of a thousand', async () => {
    const { clock, calls, find, mirror } = mirrorOver(lists([]));
    await find('a');
    for (let n = 0; n < 100; n++) {
      mirror.projects.doubt();
      expect(await find('a')).toMatchObject({ state: 'unknown' });
    }
    expect(calls).toHaveLength(1);
    clock.advance(5_000);
    expect(await find('a')).toEqual({ state: 'provenAbsent' });
    expect(calls).toHaveLength(2);
  });
});

describe('environment variables', () => {
  it('are listed once for each object that owns some', async () => {
    const { calls, mirror } = mirrorOver(answer(200, { objects: [] }));
    for (const objectId of ['a', 'b', 'a']) {
      await mirror.envVars({ objectType: 'project', objectId }).find({ naturalKey: 'x', name: 'x' }, never);
    }
    expect(calls.map((call) => call.query?.['object_id'])).toEqual(['a', 'b']);
  });

  it('in a list that may be cut short are asked for by name before they count as absent', async () => {
    const full = Array.from({ length: 1000 }, (_, n) => ({
      id: `${n}`,
      object_type: 'project',
      object_id: 'a',
      name: `n${n}`,
    }));
    const { calls, mirror } = mirrorOver(answer(200, { objects: full }), answer(200, { objects: [] }));
    const seen = await mirror
      .envVars({ objectType: 'project', objectId: 'a' })
      .find({ naturalKey: 'x', name: 'x' }, never);
    expect(seen).toEqual({ state: 'provenAbsent' });
    expect(calls[1]?.query).toMatchObject({ env_var_name: 'x' });
  });
});

describe('the resync', () => {
  it('has a phase of its own for each organization, and keeps it', () => {
    const phases = Array.from({ length: 200 }, (_, n) => new Resync(`uid-${n}`, interval).untilNext(0));
    expect(new Set(phases).size).toBeGreaterThan(190);
    expect(new Resync('uid-7', interval).untilNext(0)).toBe(phases[7]);
    expect(Math.min(...phases)).toBeLessThan(interval / 10);
    expect(Math.max(...phases)).toBeGreaterThan((interval * 9) / 10);
  });
});
