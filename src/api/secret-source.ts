import * as z from 'zod';

/** A secret in the cloud's store, by the name under which the operator may read it; and which part of it is meant. */
const storedValue = z.strictObject({
  /** ARN (AWS), `projects/…/secrets/…` (Google), `https://….vault.azure.net/secrets/…` (Azure). */
  secret: z.string(),
  /** Field of a secret that is a JSON object. */
  field: z.string().optional(),
});

/**
 * Where the value of one key of a Secret comes from: a stored value as it is, or a text in which `{part}` is replaced by
 * the percent-encoded stored value of that name.
 */
export const secretSource = z.union([
  z.strictObject({ value: storedValue }),
  z.strictObject({ template: z.string(), parts: z.record(z.string(), storedValue) }),
]);

export type StoredValue = z.output<typeof storedValue>;
export type SecretSource = z.output<typeof secretSource>;

const prefix = 'planewright.dev/source-';

/** Annotation of a Secret that says, as JSON of a {@link SecretSource}, where the value of a key is in the cloud's store. */
export function sourceAnnotation(key: string): string {
  return `${prefix}${key}`;
}

/** The keys that annotations name a source for, with the annotation's text, by key. */
export function sourceTexts(
  annotations: Readonly<Record<string, string>> | undefined,
): readonly (readonly [key: string, text: string])[] {
  return Object.entries(annotations ?? {})
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, text]) => [name.slice(prefix.length), text] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
