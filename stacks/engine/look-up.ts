import * as pulumi from '@pulumi/pulumi';
import { LocalWorkspace, Stack } from '@pulumi/pulumi/automation/index.js';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sentenceOf } from '../../src/runtime/errors.ts';
import type { Place } from '../place.ts';
import { computedOutputs } from '../plan/computed.ts';
import { resourceTypeOf } from '../resource-types/index.ts';
import { isNamed } from '../resource-types/resource-type.ts';
import type { Finding } from './pending.ts';
import type { StackState, StateResource } from './state.ts';
import type { WorkspaceOptions } from './workspace.ts';

export interface LookUpOptions extends Pick<WorkspaceOptions, 'plugins' | 'env'> {
  /** Account and region, of which ids are made. */
  readonly place: Place;
}

/**
 * Looks objects up in the cloud by their names, through the providers' own reading: with the same plug-ins, settings and
 * credentials as the run that made them, in a stack that is thrown away. Only objects whose id follows from their name can
 * be found this way; of others nothing is concluded.
 * @param state Where the providers' settings are taken from.
 */
export async function lookUp(
  wanted: readonly StateResource[],
  state: StackState,
  options: LookUpOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Finding>> {
  const findings = new Map<string, Finding>();
  for (const resource of wanted) findings.set(resource.urn, await findingOf(resource, state, options, signal));
  return findings;
}

async function findingOf(
  resource: StateResource,
  state: StackState,
  options: LookUpOptions,
  signal: AbortSignal,
): Promise<Finding> {
  const id = idOf(resource, options.place);
  if (id === undefined) return { kind: 'unknown', reason: `a ${resource.type} cannot be found by its name` };
  const folder = await mkdtemp(path.join(tmpdir(), 'planewright-look-up-'));
  try {
    const stack = await readingStack(resource, id, state, options, folder);
    await stack.preview({ signal, onOutput: () => undefined });
    return { kind: 'present', id };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/resource '[^']*' does not exist/.test(text)) return { kind: 'absent' };
    return {
      kind: 'unknown',
      reason:
        sentenceOf(error)
          .split('\n')
          .find((line) => line.includes('error:')) ?? 'the look-up failed',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readingStack(
  resource: StateResource,
  id: string,
  state: StackState,
  { plugins, env }: LookUpOptions,
  folder: string,
): Promise<Stack> {
  await mkdir(path.join(folder, 'state'));
  const plugged = plugins === undefined ? {} : { plugins: { providers: plugins } };
  await writeFile(path.join(folder, 'Pulumi.yaml'), JSON.stringify({ name: 'look-up', runtime: 'nodejs', ...plugged }));
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    envVars: {
      ...env,
      PULUMI_BACKEND_URL: `file://${path.join(folder, 'state')}`,
      PULUMI_CONFIG_PASSPHRASE: 'none',
      PULUMI_SKIP_UPDATE_CHECK: '1',
    },
    program: () => {
      const provider = providerOf(resource, state);
      new Existing(resource.type, id, provider === undefined ? {} : { provider });
      return Promise.resolve();
    },
  });
  return Stack.createOrSelect('look-up', workspace);
}

/** A resource that is only read. */
class Existing extends pulumi.CustomResource {
  constructor(type: string, id: string, options: pulumi.CustomResourceOptions) {
    super(type, 'existing', {}, { ...options, id });
  }
}

class SameProvider extends pulumi.ProviderResource {
  constructor(name: string, inputs: pulumi.Inputs) {
    super(name, 'provider', inputs);
  }
}

function providerOf({ provider }: StateResource, { deployment }: StackState): pulumi.ProviderResource | undefined {
  const urn = provider?.split('::').slice(0, -1).join('::');
  const found = deployment.resources?.find((resource) => resource.urn === urn);
  if (found === undefined) return undefined;
  const ours = Object.entries(found.inputs ?? {}).filter(([key]) => key !== 'version' && key !== '__internal');
  return new SameProvider(found.type.replace('pulumi:providers:', ''), Object.fromEntries(ours));
}

/** The id, where it follows from what the object was to be; undefined where the cloud makes one up. */
function idOf({ type, urn, inputs = {} }: StateResource, place: Place): string | undefined {
  const row = resourceTypeOf(type);
  if (row === undefined || !isNamed(row)) return undefined;
  const { id } = computedOutputs(row, { concern: '', name: urn, inputs }, place);
  return id.includes('<') || typeof inputs[row.name.property] !== 'string' ? undefined : id;
}
