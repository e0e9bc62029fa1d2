import { closest } from '../../src/api/documents/closest.ts';
import type { Finding } from '../../src/api/documents/issues.ts';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { environmentSchemas, type EnvironmentShape } from './schema/environment.ts';

const modes = ['SelfHosted', 'BYOC', 'SaaS'] as const;
const providers = ['aws', 'google', 'azure'] as const;

/** What people call the clouds by. */
const otherNames: Readonly<Record<string, string>> = {
  amazon: 'aws',
  eks: 'aws',
  gcp: 'google',
  gke: 'google',
  'google-cloud': 'google',
  aks: 'azure',
  microsoft: 'azure',
};

/** Why mode and cloud name no kind of environment. */
export function shapeFindings(document: unknown): readonly Finding[] {
  const root = isPlainObject(document) ? document : {};
  const spec = root['spec'];
  if (!isPlainObject(spec)) {
    return [{ path: ['spec'], at: 'value', ...(spec === undefined ? required : { reason: 'must be a mapping' }) }];
  }
  const { mode, cloud } = spec;
  const wrongMode = choice(['spec', 'mode'], mode, modes);
  if (wrongMode !== undefined) return [wrongMode];
  if (!isPlainObject(cloud)) {
    const path = ['spec', 'cloud'];
    return cloud === undefined
      ? [{ path, at: 'value', reason: 'is required', next: `with provider, one of ${providers.join(', ')}` }]
      : [{ path, at: 'value', reason: 'must be a mapping', next: `with provider, one of ${providers.join(', ')}` }];
  }
  const path = ['spec', 'cloud', 'provider'];
  const wrongProvider = choice(path, cloud['provider'], providers);
  if (wrongProvider !== undefined) return [wrongProvider];
  const next = 'take SelfHosted on azure, or BYOC on aws or google';
  return [{ path, at: 'value', reason: 'the vendor has published no BYOC for Azure', next }];
}

const required = { reason: 'is required' };

function choice(path: readonly string[], given: unknown, known: readonly string[]): Finding | undefined {
  if (typeof given === 'string' && known.includes(given)) return undefined;
  const choices = known.join(', ');
  if (given === undefined) return { path, at: 'value', reason: 'is required', next: `it is one of ${choices}` };
  const meant = typeof given === 'string' ? (otherNames[given.toLowerCase()] ?? closest(given, known)) : undefined;
  const reason = `must be one of ${choices}`;
  return { path, at: 'value', reason, ...(meant !== undefined && { next: `did you mean "${meant}"?` }) };
}

/** A field that belongs to environments of another kind is no misspelt one: says to which it belongs. */
export function belongsElsewhere(shape: EnvironmentShape, finding: Finding): Finding {
  const [top, field, ...deeper] = finding.path.map(String);
  if (finding.at !== 'key' || top !== 'spec' || field === undefined || deeper.length > 0) return finding;
  const having = shapes.filter((other) => Object.hasOwn(environmentSchemas[other].shape.spec.shape, field));
  if (having.length === 0 || having.includes(shape)) return finding;
  const { path, at } = finding;
  if (shape === 'SaaS') {
    const next = 'remove it, or set spec.mode to SelfHosted or BYOC';
    return { path, at, reason: 'has no meaning with mode SaaS, which makes nothing in any cloud', next };
  }
  const where = having.map((other) => other.replace('/', ' on ')).join(', ');
  return { path, at, reason: `belongs to ${where}, and this is ${shape.replace('/', ' on ')}`, next: 'remove it' };
}

const shapes = Object.keys(environmentSchemas) as EnvironmentShape[];
