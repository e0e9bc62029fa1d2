import * as pulumi from '@pulumi/pulumi';
import { LocalWorkspace, Stack } from '@pulumi/pulumi/automation/index.js';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { deletions } from '../resource-types/deletion.ts';
import { engineCommand } from './engine-command.ts';
import { progressOf, type Progress } from './events.ts';
import { failureOf } from './failure.ts';
import { urnOfProvider, type StackState, type StateResource } from './state.ts';
import type { Workspace } from './workspace.ts';

/** What a resource must be changed to, by path of the input, before its cloud lets it be deleted. */
export type Release = Readonly<Record<string, unknown>>;

/**
 * What keeps these resources from being deleted by the cloud or its provider, and to what it must be set.
 * @param stamp Makes the name of a last snapshot one of its own: left out, none is named anew.
 */
export function releasesOf(
  { deployment }: StackState,
  urns: ReadonlySet<string>,
  stamp?: string,
): ReadonlyMap<string, Release> {
  const releases = new Map<string, Release>();
  for (const { urn, type, inputs = {} } of deployment.resources ?? []) {
    const { release = {}, lastSnapshot } = deletions[type] ?? {};
    if (!urns.has(urn)) continue;
    const wanted = Object.entries(release).filter(([path, value]) => {
      const [top = '', below] = path.split('.');
      if (below === undefined) return inputs[top] !== value;
      const parent = inputs[top];
      return isPlainObject(parent) && parent[below] !== value;
    });
    const name = lastSnapshot === undefined ? undefined : inputs[lastSnapshot];
    // Where a stamp is on it already, an earlier run set it, and may have begun to delete.
    if (lastSnapshot !== undefined && stamp !== undefined && typeof name === 'string' && !/-final-[0-9]+$/.test(name)) {
      wanted.push([lastSnapshot, `${name.replace(/-final$/, '')}-final-${stamp}`]);
    }
    if (wanted.length > 0) releases.set(urn, Object.fromEntries(wanted));
  }
  return releases;
}

/**
 * Lets resources be deleted, by an update of the engine that changes these inputs and nothing else. The program is one that
 * says what the state says: the environment's own could not take a guard off without changing more.
 * @throws PlanewrightError with cause, resource and way out.
 */
export async function release(
  workspace: Workspace,
  state: StackState,
  releases: ReadonlyMap<string, Release>,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  if (releases.size === 0) return;
  const told: Progress[] = [];
  const local = await LocalWorkspace.create({
    workDir: workspace.folder,
    pulumiCommand: await engineCommand(),
    envVars: onlyStrings(workspace.env),
    program: () => {
      sayAgain(state, releases);
      return Promise.resolve();
    },
  });
  const stack = await Stack.select(workspace.environment, local);
  try {
    await stack.up({
      target: [...releases.keys()],
      signal,
      onEvent: (event) => {
        const progress = progressOf(event);
        if (progress === undefined) return;
        told.push(progress);
        tell(progress);
      },
    });
  } catch (error) {
    throw failureOf(error, told, workspace);
  }
}

/**
 * Registers every resource of the state as it is. Inputs are taken from the state by ignoring every change, so that no
 * secret is opened; dependencies are said again, or the order of a later deletion would be lost.
 */
function sayAgain({ deployment }: StackState, releases: ReadonlyMap<string, Release>): void {
  const known = new Map<string, pulumi.Resource>();
  const providers = new Map<string, pulumi.ProviderResource>();
  for (const resource of deployment.resources ?? []) {
    if (resource.type === 'pulumi:pulumi:Stack' || resource.type.startsWith('pulumi:providers:')) continue;
    const changed = releases.get(resource.urn);
    const options = optionsOf(resource, known);
    const name = resource.urn.split('::').slice(3).join('::');
    const made =
      resource.custom === true
        ? new Again(resource.type, name, nested(changed ?? {}), {
            ...options,
            ...providing(resource, deployment.resources ?? [], providers),
            ignoreChanges: [...unchanged(resource.inputs ?? {}, changed ?? {})],
          })
        : new pulumi.ComponentResource(resource.type, name, {}, options);
    known.set(resource.urn, made);
  }
}

function optionsOf(
  { parent, protect, dependencies = [], customTimeouts }: StateResource,
  known: ReadonlyMap<string, pulumi.Resource>,
): pulumi.ResourceOptions {
  const above = parent === undefined ? undefined : known.get(parent);
  const timeouts = Object.entries(customTimeouts ?? {}).map(([verb, seconds]) => [verb, `${seconds}s`]);
  return {
    ...(above !== undefined && { parent: above }),
    protect: protect ?? false,
    dependsOn: dependencies.flatMap((urn) => known.get(urn) ?? []),
    ...(timeouts.length > 0 && { customTimeouts: Object.fromEntries(timeouts) as pulumi.CustomTimeouts }),
  };
}

/** The provider by its URN and id, registered once. */
function providing(
  { provider }: StateResource,
  resources: readonly StateResource[],
  providers: Map<string, pulumi.ProviderResource>,
): { readonly provider?: pulumi.ProviderResource } {
  const urn = urnOfProvider(provider ?? '');
  const there = providers.get(urn);
  if (there !== undefined) return { provider: there };
  const found = resources.find((resource) => resource.urn === urn);
  const name = urn.split('::').slice(3).join('::');
  if (found === undefined || name.startsWith('default')) return {};
  const inputs = Object.entries(found.inputs ?? {}).filter(([key]) => key !== 'version' && key !== '__internal');
  const made = new AgainProvider(found.type.replace('pulumi:providers:', ''), name, Object.fromEntries(inputs));
  providers.set(urn, made);
  return { provider: made };
}

/** `{ 'settings.a': 1 }` → `{ settings: { a: 1 } }` */
function nested(release: Release): pulumi.Inputs {
  const inputs: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(release)) {
    const [top = '', below] = path.split('.');
    inputs[top] = below === undefined ? value : { ...(inputs[top] as object | undefined), [below]: value };
  }
  return inputs;
}

/** Every input that stays, by path: all but those that are changed, and of a changed part all but the changed. */
function unchanged(inputs: Readonly<Record<string, unknown>>, release: Release): readonly string[] {
  const paths = Object.keys(release);
  return Object.entries(inputs).flatMap(([key, value]) => {
    if (paths.includes(key)) return [];
    if (!paths.some((path) => path.startsWith(`${key}.`)) || !isPlainObject(value)) return [key];
    return Object.keys(value).flatMap((below) => (paths.includes(`${key}.${below}`) ? [] : [`${key}.${below}`]));
  });
}

function onlyStrings(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

class Again extends pulumi.CustomResource {}

class AgainProvider extends pulumi.ProviderResource {}
