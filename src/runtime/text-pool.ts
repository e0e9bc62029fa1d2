import { isPlainObject } from './canonical-json.ts';

/** Longer texts are rarely the same, and shorter ones the parser of JSON shares by itself. Characters. */
const [shortest, longest] = [11, 128];
/** Texts that are remembered; then it begins anew, which costs one more copy of each. */
const limit = 4096;

/**
 * Gives equal texts out as one text: in a thousand parsed objects the same times, reasons, messages and hashes stand a
 * thousand times over. Must not be shown what is secret, since it remembers it.
 */
export class TextPool {
  readonly #texts = new Map<string, string>();

  /** Replaces the texts inside a freshly parsed JSON value, in place. */
  share(value: unknown): void {
    if (Array.isArray(value)) this.#shareIn(value, value.keys());
    else if (isPlainObject(value)) this.#shareIn(value, Object.keys(value));
  }

  #shareIn<K extends string | number>(holder: Record<K, unknown>, keys: Iterable<K>): void {
    for (const key of keys) {
      const value: unknown = holder[key];
      if (typeof value !== 'string') this.share(value);
      else if (value.length >= shortest && value.length <= longest) holder[key] = this.#one(value);
    }
  }

  #one(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size === limit) this.#texts.clear();
    this.#texts.set(text, text);
    return text;
  }
}
