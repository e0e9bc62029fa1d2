import type { PlaneObject } from '../workloads/kinds.ts';
import { recordIn } from './applied.ts';
import { differences, type Difference } from './difference.ts';
import type { PlaneMemory } from './memory.ts';
import type { LiveCluster, LiveObject } from './observed.ts';
import type { Rendering } from './rendering.ts';

/** How an object of the cluster stands to what is declared now. */
interface Comparison {
  readonly found: readonly Difference[];
  /** Whether what is declared now is what we last applied. */
  readonly recorded: boolean;
}

/** The cluster of one pass, in which each object is found by its name and compared with its record at most once. */
export class ClusterView {
  readonly cluster: LiveCluster;
  readonly #memory: PlaneMemory;
  readonly #byName = new Map<string, LiveObject[]>();
  readonly #drift = new Map<LiveObject, readonly Difference[]>();

  constructor(cluster: LiveCluster, memory: PlaneMemory) {
    this.cluster = cluster;
    this.#memory = memory;
    for (const live of cluster.objects) {
      const same = this.#byName.get(live.metadata.name);
      if (same === undefined) this.#byName.set(live.metadata.name, [live]);
      else same.push(live);
    }
  }

  liveOf(object: PlaneObject): LiveObject | undefined {
    return this.#byName.get(object.metadata.name)?.find(({ kind }) => kind === object.kind);
  }

  /** What we last applied, or undefined where nobody knows. */
  lastApplied(live: LiveObject): PlaneObject | undefined {
    return this.#memory.lastApplied(live);
  }

  compare(object: PlaneObject, live: LiveObject, rendering: Rendering): Comparison {
    const found = differences(object, live);
    const recorded = recordIn(live) === rendering.recordOf(object);
    // Its record is this very object: it need not be parsed to be compared once more.
    if (recorded && found.length === 0) this.#drift.set(live, found);
    return { found, recorded };
  }

  /** Where somebody changed the object since we last applied it; nothing where no record tells. */
  driftOf(live: LiveObject): readonly Difference[] {
    let drift = this.#drift.get(live);
    if (drift === undefined) {
      const record = this.lastApplied(live);
      drift = record === undefined ? [] : differences(record, live);
      this.#drift.set(live, drift);
    }
    return drift;
  }
}
