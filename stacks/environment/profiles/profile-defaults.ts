import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { profiles, type Profile } from '../schema/common.ts';
import { awsDefaults } from './aws.ts';
import { azureDefaults } from './azure.ts';
import { googleDefaults } from './google.ts';

/** The lowest layer of an environment: what its profile says for its cloud. Nothing for what is no self-hosted plane. */
export function profileDefaults(document: unknown): unknown {
  const spec = isPlainObject(document) && isPlainObject(document['spec']) ? document['spec'] : {};
  const cloud = isPlainObject(spec['cloud']) ? spec['cloud'] : {};
  const profile = profiles.find((known) => known === spec['profile']);
  if (profile === undefined || spec['mode'] !== 'SelfHosted') return {};
  const defaults = defaultsByProvider[String(cloud['provider'])];
  return defaults === undefined ? {} : { spec: defaults(profile, cloud, spec) };
}

/** Defaults of a profile on one cloud, given what the file says of the cloud (its region) and of the rest. */
export type CloudDefaults = (
  profile: Profile,
  cloud: Readonly<Record<string, unknown>>,
  spec: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;

const defaultsByProvider: Readonly<Record<string, CloudDefaults>> = {
  aws: awsDefaults,
  google: googleDefaults,
  azure: azureDefaults,
};
