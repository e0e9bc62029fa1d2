import { adviceOn } from '../../clouds/secret-stores/advice.ts';
import type { StoredSecretReference } from '../../clouds/secret-stores/reference.ts';
import type { StoredReading } from '../../clouds/secret-stores/store.ts';
import type { SourceTrouble } from '../../dataplane/secrets/source-report.ts';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import { must } from '../../runtime/must.ts';
import { SecretValue } from '../../runtime/secret-value.ts';
import { partsOf, placeholder, type ParsedSource, type SourcePart } from './parse.ts';

export type Trouble = SourceTrouble & { readonly secret: string };

export type Sourced =
  /** `versions` by secret: which of each it is made of. */
  { readonly value: SecretValue; readonly versions: Readonly<Record<string, string>> } | { readonly trouble: Trouble };

/** The value of a key, put together from what the stores gave; or the first thing that is in the way. */
export function valueOf(source: ParsedSource, readings: ReadonlyMap<string, StoredReading>): Sourced {
  const versions: Record<string, string> = {};
  const texts = new Map<SourcePart, string>();
  for (const part of partsOf(source)) {
    const { reference } = part;
    const reading = must(readings.get(reference.text), 'every secret that a source names was read');
    if (reading.state !== 'present') return { trouble: troubleWith(reference, reading) };
    const text = textOf(part, reading.value);
    if (typeof text !== 'string') return { trouble: { state: 'malformed', secret: reference.text, ...text } };
    versions[reference.text] = reading.version;
    texts.set(part, text);
  }
  const textAt = (part: SourcePart | undefined): string => must(part && texts.get(part), 'every part has its text');
  const value =
    source.is === 'value'
      ? textAt(source.part)
      : source.template.replace(placeholder, (_, name: string) => encoded(textAt(source.parts.get(name))));
  return { value: new SecretValue(value), versions };
}

/** As RFC 3986 reserves them: what `encodeURIComponent` lets pass may still part a URL's password. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function textOf({ reference, field }: SourcePart, value: SecretValue): string | { readonly message: string } {
  const whole = value.reveal();
  if (!whole.isWellFormed())
    return { message: `The value of ${reference.text} is no valid text. ${refill(reference)}` };
  if (field === undefined) return whole;
  const object = objectIn(whole);
  const text = object?.[field];
  if (typeof text === 'string' && text.isWellFormed()) return text;
  if (typeof text === 'number') return String(text);
  const what = object === undefined ? 'is no JSON object' : `has no text in its field ${field}`;
  return { message: `The value of ${reference.text} ${what}. ${refill(reference)}` };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : undefined;
  } catch {
    // The parser's sentence would quote the value.
    return undefined;
  }
}

function troubleWith(reference: StoredSecretReference, reading: Exclude<StoredReading, { state: 'present' }>): Trouble {
  const { text } = reference;
  const { identity, right } = adviceOn(reference);
  if (reading.state === 'provenAbsent') {
    return { state: 'absent', secret: text, message: `${text} ${reading.why}. ${refill(reference)}` };
  }
  switch (reading.because) {
    case 'denied':
      return {
        state: 'denied',
        secret: text,
        message: `The operator may not read ${text}. Grant its identity ${right}.`,
      };
    case 'signedOut':
      return {
        state: 'denied',
        secret: text,
        message: `The operator is nobody in the cloud and cannot read ${text}. Give it its ${identity}.`,
      };
    case 'unreachable':
    case 'garbled':
      return {
        state: 'unreachable',
        secret: text,
        message: `${text} could not be read: ${reading.reason.replace(/[.]$/, '')}. It is tried again.`,
      };
  }
}

/** How the value gets there, as a sentence. */
export function refill(reference: StoredSecretReference): string {
  return `Put the value in: ${adviceOn(reference).fill}`;
}
