import { sameJson } from '../../runtime/canonical-json.ts';
import type { PlaneContext } from '../workloads/context.ts';
import type { PlaneObject } from '../workloads/kinds.ts';
import { lastApplied, recordIn } from './applied.ts';
import type { LiveObject } from './observed.ts';
import { Rendering } from './rendering.ts';

/** The plane as it is to be, and as it was before a rollout. */
const renderingsKept = 2;
/** A plane has some two dozen objects; more than these come only with those that it no longer wants. */
const recordsKept = 64;

interface ReadRecord {
  readonly text: string;
  readonly object: PlaneObject | undefined;
}

/**
 * What deciding about the same plane once more would make anew, though it is made from the same: nearly every pass comes
 * because something happened to a pod or a Deployment, not to the declaration. All of it is kept with what it was made
 * from and given out only for an equal one, so that a decision with a memory is the decision without. What it gives out is
 * shared and must not be changed.
 */
export class PlaneMemory {
  #renderings: readonly Rendering[] = [];
  readonly #records = new Map<string, ReadRecord>();

  rendering(context: PlaneContext): Rendering {
    const [latest] = this.#renderings;
    const known = this.#renderings.find((one) => sameJson(one.context, context));
    if (known !== undefined && known === latest) return known;
    const rendering = known ?? new Rendering(context);
    this.#renderings = [rendering, ...this.#renderings.filter((one) => one !== rendering)].slice(0, renderingsKept);
    return rendering;
  }

  /** As the function of the same name; a record is parsed again only when its text is another one. */
  lastApplied(live: LiveObject): PlaneObject | undefined {
    const text = recordIn(live);
    if (text === undefined) return undefined;
    // The text alone would not do: whether it is a record of this very object is part of the answer.
    const place = `${live.kind}/${live.metadata.namespace ?? ''}/${live.metadata.name}`;
    const known = this.#records.get(place);
    if (known?.text === text) return known.object;
    const object = lastApplied(live);
    this.#records.delete(place);
    this.#records.set(place, { text, object });
    const [oldest] = this.#records.keys();
    if (this.#records.size > recordsKept && oldest !== undefined) this.#records.delete(oldest);
    return object;
  }
}
