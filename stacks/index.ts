import * as pulumi from '@pulumi/pulumi';
import { programOf } from './programs.ts';
import { resolveEnvironment } from './environment/resolve.ts';

/**
 * What Pulumi's engine runs: the environment comes as configuration (`planewright:environment`), and the stack's outputs
 * are what the cluster needs. One default export and nothing beside it: the engine takes either, never both.
 */
export default async function program(): Promise<Readonly<Record<string, unknown>>> {
  const document = new pulumi.Config('planewright').requireObject<unknown>('environment');
  const environment = resolveEnvironment(document);
  return (await programOf(environment, new URL('.', import.meta.url)))();
}
