import path from 'node:path';
import type { Environment } from './environment/schema/environment.ts';

type Run = () => Promise<Readonly<Record<string, unknown>>>;

/** The cloud whose SDK an environment needs; undefined where nothing is made in a cloud. */
export function cloudOf({ spec }: Environment): 'aws' | 'google' | 'azure' | undefined {
  return spec.mode === 'SaaS' ? undefined : spec.cloud.provider;
}

/**
 * The program that makes an environment. Only the SDK of its cloud is loaded: each cloud is a module of its own, found
 * beside `base`, the folder of the stacks, as source or as build.
 */
export async function programOf(environment: Environment, base: URL): Promise<Run> {
  const cloud = cloudOf(environment);
  if (cloud === undefined) return () => Promise.resolve({});
  const module = environment.spec.mode === 'BYOC' ? 'byoc/program' : 'program';
  const { href } = new URL(`${cloud}/${module}${path.extname(import.meta.url)}`, base);
  const { program } = (await import(href)) as { program: (environment: Environment) => ReturnType<Run> };
  return () => program(environment);
}
