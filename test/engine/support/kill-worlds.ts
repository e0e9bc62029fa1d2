import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect } from 'vitest';
import type { Place } from '../../../stacks/place.ts';
import { expectWhole, made, recovered } from './recovered.ts';
import { killPoints } from './sample.ts';
import { engineWorld, type EngineWorld } from './world.ts';

const main = fileURLToPath(new URL('../../../stacks/index.ts', import.meta.url));

/** The programs of the clouds, recorded and gone on from; folder and worlds of a test are gone after it. */
export class KillWorlds {
  #folder: string | undefined;
  readonly #worlds: EngineWorld[] = [];

  constructor() {
    afterEach(() => {
      for (const world of this.#worlds.splice(0)) world.end();
      if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
      this.#folder = undefined;
    });
  }

  /** Where the run of this test leaves its kill points. */
  get folder(): string {
    return (this.#folder ??= mkdtempSync(path.join(tmpdir(), 'planewright-kill-points-')));
  }

  open(place: Place, copied?: string): EngineWorld {
    const world = engineWorld(main, { place, ...(copied !== undefined && { copied }) });
    this.#worlds.push(world);
    return world;
  }

  /**
   * Goes on from every kill point as the commands do: then everything is there once, and what an `up` made is not deleted
   * by the same.
   * @param whole What there is where nothing was killed.
   */
  async goOn(place: Place, document: unknown, whole: ReturnType<typeof made>): Promise<void> {
    const points = killPoints(this.folder);
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) {
      const world = this.open(place, path.join(this.folder, point));
      const from = world.cloud.calls().length;
      expectWhole(world.cloud, await recovered(world, document));
      expect([point, made(world.cloud)]).toEqual([point, whole]);
      const since = world.cloud.calls().slice(from);
      expect([point, since.filter(({ method }) => method === 'delete')]).toEqual([point, []]);
    }
  }
}
