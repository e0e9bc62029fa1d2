/** A CEL string literal. */
export function celString(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A CEL list of string literals. */
export function celStrings(values: readonly string[]): string {
  return `[${values.map(celString).join(', ')}]`;
}

/** The source of a pattern as RE2 reads it: without the escape that only a JavaScript literal needs. */
export function patternSource(pattern: RegExp): string {
  return pattern.source.replaceAll('\\/', '/');
}
