import { secretMark, type JsonValue, type PlannedResource } from './planned.ts';

/** The value at a path such as `settings.ipConfiguration.ipv4Enabled` or `rules.0.id`; undefined where there is none. */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let found = value;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    if (Array.isArray(found)) found = (found as readonly JsonValue[])[Number(step)];
    else found = Object.hasOwn(found, step) ? (found as Readonly<Record<string, JsonValue>>)[step] : undefined;
  }
  return found;
}

/** The text at a path; a number or a switch as it is written, nothing for anything else. */
export function textAt(value: JsonValue | undefined, path: string): string {
  const found = valueAt(value, path);
  return typeof found === 'object' || found === undefined ? '' : String(found);
}

/** The number at a path; undefined where there is none. */
export function numberAt(value: JsonValue | undefined, path: string): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** The list at a path; empty where there is none. */
export function listAt(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}

interface Text {
  readonly text: string;
  /** Where it stands, step by step: a key may hold dots itself. */
  readonly steps: readonly string[];
  /** The same as a person writes it. */
  readonly path: string;
}

/** Every text in a value, with the way that leads to it. */
export function* textsIn(value: unknown, steps: readonly string[] = []): Generator<Text> {
  if (typeof value === 'string') yield { text: value, steps, path: steps.join('.') };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, [...steps, key]);
}

/** What is known only once the object exists: a mark such as `<network.vpc.arn>`, alone or within a text. */
const marks = /<[a-z][-a-z0-9]*(?:[.][-\w]+)+>/g;

/** Whether a value is not known before the plan is carried out, in whole or in part. */
export function isUnknown(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.search(marks) >= 0;
}

/** The text with something in place of what is not known. */
export function guessed(text: string, guess: string): string {
  return text.replaceAll(marks, guess);
}

/** Pattern of what a text with marks in it may turn out to be; undefined where it holds none. */
export function possible(text: string): RegExp | undefined {
  if (!isUnknown(text)) return undefined;
  const known = text.split(marks);
  return new RegExp(`^${known.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
}

/** Whether an input is given at all: a secret and an unknown are. */
export function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

export function isSecret(value: JsonValue | undefined): boolean {
  return value === secretMark;
}

/** Whether an input of one resource names another, by its name in the cloud or by its id. */
export function names(value: JsonValue | undefined, { physicalName, concern, name }: PlannedResource): boolean {
  if (typeof value !== 'string') return false;
  if (physicalName !== undefined && (value === physicalName || value.endsWith(`/${physicalName}`))) return true;
  return value.startsWith(`<${concern}.${name}.`) || (value.startsWith(`<${concern}.`) && concern === name);
}
