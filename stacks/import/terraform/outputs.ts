import * as z from 'zod';

const terraformOutputs = z.record(
  z.string(),
  z.object({ value: z.unknown(), sensitive: z.boolean().optional(), type: z.unknown().optional() }),
);

/** Outputs of a module, without those that are secret: their values are dropped on reading. */
export interface Outputs {
  /** An output that is text; undefined where there is none, or where it is empty. */
  readonly text: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
  /** Texts of the outputs whose names match, in the order of their names. */
  readonly texts: (pattern: RegExp) => readonly string[];
  readonly names: readonly string[];
  /** Outputs that were not read, by name. */
  readonly secrets: readonly string[];
}

/** Some secrets of the vendor's modules are not marked as such: `postgres_password`, `redis_auth_string`, `kube_config`. */
const secretName =
  /(^|_)(password|auth_string|hmac_secret|hmac_access_id|kube_config|license_key|connection_string|pg_url|redis_url|postgres_url)$/;

/**
 * Reads what `terraform output -json` prints.
 * @throws TypeError if the text is something else.
 */
export function readOutputs(text: string): Outputs {
  const parsed = terraformOutputs.safeParse(jsonOf(text));
  if (!parsed.success || Object.keys(parsed.data).length === 0) {
    throw new TypeError('is not what `terraform output -json` prints: names, each with a value');
  }
  const entries = Object.entries(parsed.data);
  const secrets = entries.filter(([name, { sensitive }]) => sensitive === true || secretName.test(name));
  const open = new Map(entries.filter((entry) => !secrets.includes(entry)).map(([name, { value }]) => [name, value]));
  const asText = (name: string): string | undefined => {
    const value = open.get(name);
    const [first] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    return typeof first === 'string' && first !== '' ? first : undefined;
  };
  return {
    text: asText,
    number: (name) => {
      const value = Number(open.get(name) ?? Number.NaN);
      return Number.isInteger(value) ? value : undefined;
    },
    texts: (pattern) =>
      [...open.keys()]
        .filter((name) => pattern.test(name))
        .sort()
        .flatMap((name) => asText(name) ?? []),
    names: [...open.keys()],
    secrets: secrets.map(([name]) => name),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Whatever it is, it is not the outputs; the parser's message could quote a secret.
  }
}
