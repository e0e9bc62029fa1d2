/** One thing that is wrong with a document, or worth knowing about it. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1; left out where the file could not be read. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** Path of the field, `spec.tags[0].name`; empty for the document as a whole. */
  readonly field: string;
  /** Follows the field: "is required". */
  readonly reason: string;
  /** The way out. */
  readonly next?: string;
}

/** `prod.yaml:6:3 spec.organisationRef: unknown field; did you mean "organizationRef"?` */
export function sentenceOfProblem({ severity, file, line, column, field, reason, next }: Problem): string {
  const place = line === undefined ? `${file}:` : `${file}:${line}:${column ?? 1}`;
  const subject = `${severity === 'warning' ? 'warning: ' : ''}${field === '' ? '' : `${field}: `}`;
  return `${place} ${subject}${reason}${next === undefined ? '' : `; ${next}`}`;
}

/** Steps from the top of a document: keys and indexes. */
export type Path = readonly PropertyKey[];

/** `spec.tags[0].name`; keys that hold more than letters, digits, `-` and `_` stand in brackets. */
export function fieldOf(path: Path): string {
  let field = '';
  for (const step of path) {
    const key = String(step);
    if (typeof step === 'number') field += `[${key}]`;
    else if (!/^[-\w]+$/.test(key)) field += `[${JSON.stringify(key)}]`;
    else field += field === '' ? key : `.${key}`;
  }
  return field;
}
