import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import type { JsonValue } from '../planned.ts';
import { withoutSecrets } from './secrets-on-the-wire.ts';

/** A resource of a state, as far as a plan can be compared with it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Secrets as marks: an export with `--show-secrets` holds them in clear. */
  readonly inputs: Readonly<Record<string, JsonValue>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** Versions of the format that we read. Source: Pulumi's `apitype.DeploymentSchemaVersion` 3 and `…Latest` 4. */
const versions = [3, 4];

/**
 * The resources of a state: what `pulumi stack export` writes, or a checkpoint of the file backend. Components, providers
 * and what waits to be deleted are left out.
 * @param file what sentences call it.
 * @throws PlanewrightError StateInvalid if it is no state, or that of another environment.
 */
export function readState(file: string, text: string, environment: string): readonly StateResource[] {
  const invalid = (reason: string, next?: string): PlanewrightError =>
    new PlanewrightError('StateInvalid', `${file}: ${reason}.`, next === undefined ? {} : { next });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new PlanewrightError('StateInvalid', `${file} is no JSON.`, { cause: error });
  }
  const version = isPlainObject(document) ? document['version'] : undefined;
  if (typeof version === 'number' && !versions.includes(version)) {
    throw invalid(`it is a state of version ${version}; versions ${versions.join(' and ')} can be read`);
  }
  const resources = resourcesOf(document);
  if (resources === undefined) throw invalid('it is no state of Pulumi: it has neither deployment nor checkpoint');
  const found = resources.map((resource, index) => {
    if (!isPlainObject(resource) || typeof resource['urn'] !== 'string' || typeof resource['type'] !== 'string') {
      throw invalid(`resource ${index} of it has no urn or no type`);
    }
    return { ...resource, urn: resource['urn'], type: resource['type'] };
  });
  const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(found[0]?.urn ?? '') ?? [];
  if (stack !== undefined && (stack !== environment || project !== 'planewright')) {
    throw invalid(
      `it is the state of stack ${stack} of project ${project ?? ''}; that of ${environment} of project planewright is needed`,
      `pulumi stack export --stack ${environment} --file state.json`,
    );
  }
  return found.filter(isComparable).map(asState);
}

function resourcesOf(document: unknown): readonly unknown[] | undefined {
  if (!isPlainObject(document)) return undefined;
  const checkpoint = isPlainObject(document['checkpoint']) ? document['checkpoint']['latest'] : undefined;
  const deployment = document['deployment'] ?? checkpoint;
  if (!isPlainObject(deployment)) {
    // A stack that was made and never used has a checkpoint without a deployment.
    return isPlainObject(document['checkpoint']) ? [] : undefined;
  }
  const resources = deployment['resources'] ?? [];
  return Array.isArray(resources) ? resources : undefined;
}

interface Raw extends Readonly<Record<string, unknown>> {
  readonly urn: string;
  readonly type: string;
}

function isComparable({ type, ...resource }: Raw): boolean {
  return resource['custom'] === true && resource['delete'] !== true && !type.startsWith('pulumi:');
}

function asState(resource: Raw): StateResource {
  const { urn, type } = resource;
  return {
    urn,
    type,
    name: urn.slice(urn.lastIndexOf('::') + 2),
    inputs: withoutSecrets(withoutDefaults(resource['inputs'] ?? {})) as StateResource['inputs'],
    protect: resource['protect'] === true,
    retainOnDelete: resource['retainOnDelete'] === true,
  };
}

/** Without what providers filled in by themselves; they list it in `__defaults`, at every level. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (!isPlainObject(value)) return value;
  const listed = Array.isArray(value['__defaults']) ? (value['__defaults'] as readonly unknown[]) : [];
  const kept = Object.entries(value).filter(([key]) => key !== '__defaults' && !listed.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDefaults(inner)]));
}
