/**
 * Milliseconds that a `Retry-After` header asks to wait: whole seconds or an HTTP-date (RFC 9110 §10.2.3). Undefined
 * where the header is missing or unreadable; a date in the past is 0.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
