import { secretSource, sourceAnnotation, type StoredValue } from '../../api/secret-source.ts';
import { parseReference, referenceForms, type StoredSecretReference } from '../../clouds/secret-stores/reference.ts';

/** One stored value that a key is made of. */
export interface SourcePart {
  readonly reference: StoredSecretReference;
  /** Field of a secret that is a JSON object. */
  readonly field?: string;
}

/** Where the value of a key comes from. */
export type ParsedSource =
  | { readonly is: 'value'; readonly part: SourcePart }
  | { readonly is: 'template'; readonly template: string; readonly parts: ReadonlyMap<string, SourcePart> };

export type Declared = { readonly source: ParsedSource } | { readonly malformed: string };

/** `{part}` in a template. */
export const placeholder = /\{([^{}]*)\}/g;

/**
 * What an annotation says of a key. What is wrong with it is told without quoting it: somebody may have put the value
 * itself where its place belongs.
 */
export function parseSource(secretName: string, key: string, text: string): Declared {
  const malformed = (what: string): Declared => ({
    malformed: `Annotation ${sourceAnnotation(key)} of Secret ${secretName} ${what}. Correct the annotation; the stack's outputs hold the right one.`,
  });
  const parsed = secretSource.safeParse(jsonOf(text));
  if (!parsed.success) {
    return malformed('is neither {"value": {"secret": …}} nor {"template": …, "parts": {…}}, as JSON');
  }
  const unknownForm = `names no secret of a store that is known: it must be ${referenceForms}`;
  if ('value' in parsed.data) {
    const part = partOf(parsed.data.value);
    return part === undefined ? malformed(unknownForm) : { source: { is: 'value', part } };
  }
  const { template } = parsed.data;
  const parts = new Map<string, SourcePart>();
  for (const [name, stored] of Object.entries(parsed.data.parts)) {
    const part = partOf(stored);
    if (part === undefined) return malformed(`${unknownForm} (part ${name})`);
    parts.set(name, part);
  }
  const missing = [...template.matchAll(placeholder)].find(([, name = '']) => !parts.has(name));
  if (missing !== undefined) return malformed(`has a template with a {part} that is not among its parts`);
  return { source: { is: 'template', template, parts } };
}

/** The parts of a source, in their order. */
export function partsOf(source: ParsedSource): readonly SourcePart[] {
  return source.is === 'value' ? [source.part] : [...source.parts.values()];
}

function partOf({ secret, field }: StoredValue): SourcePart | undefined {
  const reference = parseReference(secret);
  return reference && { reference, ...(field !== undefined && { field }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
