import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import { tagsOf } from '../../tags.ts';
import { bootstrapTag, vendorTag } from './names.ts';

/** Tags of the bootstrap: without the vendor's own, which would hand each thing that carries it to the deployer. */
export function bootstrapTags(environment: ByocAwsEnvironment): Readonly<Record<string, string>> {
  const tags = Object.entries(tagsOf(environment)).filter(([key]) => key !== vendorTag);
  return { ...Object.fromEntries(tags), [bootstrapTag]: environment.metadata.name };
}
