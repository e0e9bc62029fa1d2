/** How text looks: in colour for a person at a terminal, plain for everything else. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  /** Lines and corners of a tree; blanks where nobody looks. */
  readonly branch: string;
  readonly last: string;
  readonly trunk: string;
  readonly gap: string;
  /** Columns that a line may take; Infinity where nobody looks. */
  readonly width: number;
}

const colour =
  (code: number, off: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001B[${code}m${text}\u001B[${off}m`;
const plain = (text: string): string => text;

/** NO_COLOR takes the colours and leaves the tree. See no-color.org. */
export function styleFor(io: {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Style {
  const coloured = io.isTerminal && (io.env['NO_COLOR'] ?? '') === '';
  const lines = io.isTerminal
    ? { branch: '├─ ', last: '└─ ', trunk: '│  ', gap: '   ' }
    : { branch: '  ', last: '  ', trunk: '  ', gap: '  ' };
  return {
    bold: coloured ? colour(1, 22) : plain,
    dim: coloured ? colour(2, 22) : plain,
    red: coloured ? colour(31, 39) : plain,
    yellow: coloured ? colour(33, 39) : plain,
    green: coloured ? colour(32, 39) : plain,
    ...lines,
    width: io.isTerminal ? Math.max(io.columns, 40) : Number.POSITIVE_INFINITY,
  };
}

/** Pieces two blanks apart in lines of at most `width` columns; what does not fit goes on below, farther in. */
export function inLines(pieces: readonly string[], width: number): string {
  const under = ' '.repeat(6);
  const lines: string[] = [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    if (line === undefined) lines.push(piece);
    else if (line.length + 2 + piece.length <= width) lines[lines.length - 1] = `${line}  ${piece}`;
    else lines.push(...wrapped(piece, width - under.length).map((rest) => under + rest));
  }
  return lines.join('\n');
}

/** A text in lines of at most `width` columns, broken at blanks; a word that is longer stands alone. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

/** A sentence or several for a person, on lines of their own. */
export function paragraph(text: string, io: Parameters<typeof styleFor>[0]): string {
  return `${wrapped(text, styleFor(io).width).join('\n')}\n`;
}

/** Lines that begin with `first` and go on under it. */
export function hanging(first: string, text: string, width: number): string {
  const under = ' '.repeat(first.length);
  return wrapped(text, Math.max(width - first.length, 20))
    .map((line, index) => `${index === 0 ? first : under}${line}`)
    .join('\n');
}
