/** A kind of document on which zod and the API server disagree, though both are right by their own rules. */
export interface KnownDifference {
  readonly id: string;
  readonly zod: 'accepts' | 'refuses';
  readonly server: 'accepts' | 'refuses';
  readonly why: string;
}

/** All of them. A document of the corpus that is judged differently must name one. */
export const knownDifferences = [
  {
    id: 'date-time-case',
    zod: 'refuses',
    server: 'accepts',
    why: 'RFC 3339 allows a lower-case t and z in a date-time; zod does not read them.',
  },
] as const satisfies readonly KnownDifference[];

export type KnownDifferenceId = (typeof knownDifferences)[number]['id'];
