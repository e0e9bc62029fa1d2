import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { destroy } from '../../stacks/engine/destroy.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { update } from '../../stacks/engine/update.ts';
import { openWorkspace, type WorkspaceOptions } from '../../stacks/engine/workspace.ts';
import { creations, expectWhole, made, ownersOf, recovered } from './support/recovered.ts';
import { killPoints, sampled, sampleSize } from './support/sample.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const site = fileURLToPath(new URL('./site.ts', import.meta.url));
const never = new AbortController().signal;
const first = { owner: 'team-a' };
const second = { owner: 'team-b' };
const chapters = ['create', 'update', 'destroy'] as const;
const size = sampleSize(1);

/**
 * One run each that creates, updates and destroys; before and after each of its calls the state and the cloud are copied as
 * a kill of everything at that moment leaves them. From each copy (or a sample, see `KILL_SAMPLE`) the commands go on.
 */
describe.skipIf(inject('engine') === undefined)(
  'a run that is killed at any moment',
  () => {
    let folder: string;
    let whole: Readonly<Record<string, number>>;
    let createdOnce: readonly string[];
    let world: EngineWorld | undefined;
    const points: Record<string, readonly string[]> = {};
    const at = (chapter: string): string => path.join(folder, chapter);

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'planewright-kill-points-'));
      const recorded = engineWorld(site);
      try {
        await up(recorded.recording(first, at('create')));
        whole = made(recorded.cloud);
        createdOnce = creations(recorded.cloud);
        await up(recorded.recording(second, at('update')));
        const workspace = await openWorkspace(recorded.recording(second, at('destroy')));
        await destroy(workspace, () => undefined, never);
        await workspace.dispose();
      } finally {
        recorded.end();
      }
      for (const chapter of chapters) points[chapter] = killPoints(at(chapter));
    });
    afterEach(() => world?.end());
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function up(options: WorkspaceOptions): Promise<void> {
      const workspace = await openWorkspace(options);
      const { plan } = await preview(workspace, () => undefined, never);
      await update(workspace, plan, () => undefined, never);
      await workspace.dispose();
    }

    async function goOn(chapter: string, point: string, document: unknown) {
      world = engineWorld(site, { copied: path.join(at(chapter), point) });
      const state = await recovered(world, document);
      expectWhole(world.cloud, state);
      expect(made(world.cloud)).toEqual(whole);
      return world;
    }

    it('has a kill point before and after each call', () => {
      expect(points['create']).toHaveLength(2 * createdOnce.length);
      expect(points['update']?.length).toBeGreaterThan(10);
      expect(points['destroy']?.length).toBeGreaterThan(10);
    });

    // How many there are is known only after the recording: each test goes on from as many as are asked for.
    it('while it creates, creates nothing twice', async () => {
      for (const point of sampled(points['create'] ?? [], size)) {
        const { cloud } = await goOn('create', point, first);
        expect([point, creations(cloud)]).toEqual([point, createdOnce]);
        world?.end();
      }
    });

    it('while it updates, leaves nothing as it was before', async () => {
      for (const point of sampled(points['update'] ?? [], size)) {
        const { cloud } = await goOn('update', point, second);
        expect([point, creations(cloud)]).toEqual([point, createdOnce]);
        expect([point, ownersOf(cloud.objects())]).toEqual([point, new Set(['team-b'])]);
        world?.end();
      }
    });

    it('while it updates, is taken back as well', async () => {
      for (const point of sampled(points['update'] ?? [], size, 2)) {
        const { cloud } = await goOn('update', point, first);
        expect([point, ownersOf(cloud.objects())]).toEqual([point, new Set(['team-a'])]);
        world?.end();
      }
    });

    it('because its plug-in dies after a creation, of which nothing is recorded, creates nothing twice', async () => {
      for (const type of sampled([...new Set(createdOnce)], size)) {
        world = engineWorld(site);
        world.cloud.plan([{ method: 'create', of: type, what: 'die-after' }]);
        await expect(up(world.options(first))).rejects.toThrow();
        expectWhole(world.cloud, await recovered(world, first));
        expect([type, creations(world.cloud)]).toEqual([type, createdOnce]);
        world.end();
      }
    });

    it('while it destroys, is built up again whole', async () => {
      for (const point of sampled(points['destroy'] ?? [], size)) {
        await goOn('destroy', point, second);
        world?.end();
      }
    });
  },
  3_600_000,
);
