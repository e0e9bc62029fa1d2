/** One step of a restore, for a person. */
export interface Step {
  readonly title: string;
  /** What to know, as sentences. */
  readonly notes: readonly string[];
  /** Commands as they are typed; `<…>` stands for what only a person knows. */
  readonly commands: readonly string[];
}

/** A word as a POSIX shell takes it literally. */
export function quoted(word: string): string {
  return /^[-\w./:=@%+,]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
