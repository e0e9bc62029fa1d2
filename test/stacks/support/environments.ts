import { parse } from 'yaml';
import { merged } from '../../../stacks/environment/merge.ts';
import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import type { SelfHostedEnvironment } from '../../../stacks/environment/schema/environment.ts';
import * as texts from '../environment/files.ts';

export type Cloud = 'aws' | 'google' | 'azure';

/** A whole self-hosted environment of a cloud, with fields of one's own laid on its `spec`. */
export function selfHosted(cloud: Cloud, spec: Readonly<Record<string, unknown>> = {}): SelfHostedEnvironment {
  return resolveEnvironment(merged(parse(texts[cloud]), { spec })) as SelfHostedEnvironment;
}
