import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';

const withheld = '[withheld]';

/**
 * A secret's bytes in a box that prints as `[withheld]` however it is printed (template, JSON, console, error). Only
 * {@link reveal} opens it; call that where the bytes go onto the wire and nowhere else.
 */
export class SecretValue {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  /** Whether there is anything in it. Its length stays unknown. */
  get isEmpty(): boolean {
    return this.#text === '';
  }

  toString(): string {
    return withheld;
  }

  toJSON(): string {
    return withheld;
  }

  [inspect.custom](): string {
    return withheld;
  }
}

/**
 * Keyed hash (HMAC-SHA-256, base64url, 43 characters) of a secret, by which a later change is recognised without the
 * value. The key is made once per installation: without it a low-entropy secret cannot be guessed from the hash.
 */
export function keyedHash(key: SecretValue, value: SecretValue | string): string {
  return createHmac('sha256', key.reveal())
    .update(typeof value === 'string' ? value : value.reveal())
    .digest('base64url');
}
