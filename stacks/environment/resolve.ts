import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { merged } from './merge.ts';
import { profileDefaults } from './profiles/profile-defaults.ts';
import { environmentSchemas, type Environment, type EnvironmentShape } from './schema/environment.ts';

/** Which schema a document must follow, from its mode and cloud; undefined where they are missing or do not fit. */
export function shapeOf(document: unknown): EnvironmentShape | undefined {
  const spec = isPlainObject(document) && isPlainObject(document['spec']) ? document['spec'] : {};
  const cloud = isPlainObject(spec['cloud']) ? spec['cloud'] : {};
  const name = spec['mode'] === 'SaaS' ? 'SaaS' : `${String(spec['mode'])}/${String(cloud['provider'])}`;
  return Object.hasOwn(environmentSchemas, name) ? (name as EnvironmentShape) : undefined;
}

/**
 * The environment that a document describes, with its profile under it.
 * @throws z.ZodError if the document does not follow its schema; TypeError if mode and cloud name none.
 */
export function resolveEnvironment(document: unknown): Environment {
  const shape = shapeOf(document);
  if (shape === undefined) throw new TypeError('spec.mode and spec.cloud.provider name no kind of environment');
  return environmentSchemas[shape].parse(merged(profileDefaults(document), document));
}
