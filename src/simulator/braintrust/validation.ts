import type { ZodType } from 'zod';
import type { Json, JsonObject } from '../../runtime/canonical-json.ts';
import { isPlainObject } from '../../runtime/canonical-json.ts';
import { invalid } from './refusal.ts';

/** The body as the schema wants it, or the 400 that names the first fault. Values are never repeated in the answer. */
export function validBody(schema: ZodType, body: string, contentType: string | undefined): JsonObject {
  const value = body === '' ? {} : parsed(body, contentType);
  const result = schema.safeParse(value);
  if (result.success && isPlainObject(value)) return value;
  const [issue] = result.error?.issues ?? [];
  if (issue === undefined) throw invalid('Expected a JSON object');
  const where = issue.path.length === 0 ? 'the request body' : issue.path.join('.');
  if (issue.code === 'unrecognized_keys') throw invalid(`Extraneous key "${issue.keys.join('", "')}" in ${where}`);
  if (issue.code === 'invalid_format' && issue.format === 'guid') throw invalid(`Invalid uuid at ${where}`);
  throw invalid(`${issue.message} at ${where}`);
}

function parsed(body: string, contentType: string | undefined): Json {
  if (contentType?.split(';')[0]?.trim() !== 'application/json') {
    throw invalid('Expected content-type application/json');
  }
  try {
    return JSON.parse(body) as Json;
  } catch {
    throw invalid('The request body is not valid JSON');
  }
}

/** The vendor's idea of a UUID: hexadecimal digits in groups, of whatever version. */
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function validUuid(value: string): string {
  if (!uuidPattern.test(value)) throw invalid('Invalid uuid');
  return value;
}
