import { createHash } from 'node:crypto';

/**
 * A UUID made of texts, for clouds that want one as a name: equal texts give equal ids, in the form of version 8 of
 * RFC 9562, which leaves its bits to whoever makes it.
 */
export function stableUuid(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
