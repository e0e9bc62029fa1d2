import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { governedNamespaces, isSelfHosted } from '../../../stacks/cluster/objects.ts';
import { planeOutputs, type PlaneOutputs } from '../../../stacks/outputs.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import type { LoadedEnvironment } from '../../../stacks/environment/load.ts';
import { outputsOf, type StackState } from '../../../stacks/engine/state.ts';
import type { Trail } from '../../clouds/audit/trail.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { systemClock } from '../../runtime/clock.ts';
import { sentencesOf } from '../../runtime/errors.ts';
import type { ClusterOptions } from '../cluster.ts';
import type { DriftOptions } from '../commands/drift.ts';
import { withEngine } from '../engine/run.ts';
import { openEnvironment } from '../environment.ts';
import { connectTo } from '../environment-cluster/connection.ts';
import type { Io } from '../io.ts';
import { cloudPart } from './cloud.ts';
import { clusterPart, knownOf, type Outputs } from './cluster.ts';
import { lookInto } from './looking.ts';
import { organizationPart } from './organization.ts';
import { exitCodeOf, part, type DriftReport, type Part, type PartName } from './report.ts';
import { reportAsText } from './text.ts';
import { trailOf } from './trail.ts';

/** How the command gets at a cluster and at an audit log; tests take other ways. */
export interface Ways {
  readonly connect: (
    environment: Environment,
    outputs: PlaneOutputs | undefined,
    options: ClusterOptions,
    io: Io,
  ) => Promise<ClusterConnection>;
  readonly trail: (environment: Environment, io: Io) => Promise<Trail | undefined>;
}

const ordinary: Ways = { connect: connectTo, trail: trailOf };

/** Prints where cloud, cluster and organization are not as they were left or declared. Writes nothing anywhere. */
export async function runDrift(
  nameOrPath: string,
  options: DriftOptions,
  io: Io,
  ways: Ways = ordinary,
): Promise<void> {
  const loaded = await openEnvironment(nameOrPath, io);
  const report = await driftReport(loaded, options, io, ways);
  io.out(options.output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportAsText(report));
  io.exit(exitCodeOf(report));
}

async function driftReport(loaded: LoadedEnvironment, options: DriftOptions, io: Io, ways: Ways): Promise<DriftReport> {
  const { environment } = loaded;
  const asked = (name: PartName): boolean => options.only === undefined || options.only.includes(name);
  const has = partsOf(environment);
  const looked = has.cloud ? await lookAtCloud(loaded, asked('cloud'), options, io, ways) : {};
  const inside = asked('cluster') || asked('organization');
  const rest = has.cluster && inside ? await lookInside(environment, looked.outputs, asked, options, io, ways) : {};
  return {
    environment: environment.metadata.name,
    parts: { ...(looked.cloud !== undefined && { cloud: looked.cloud }), ...rest },
  };
}

/** What an environment consists of. An organization is governed from within a cluster. */
function partsOf(environment: Environment): { readonly cloud: boolean; readonly cluster: boolean } {
  return { cloud: cloudOf(environment) !== undefined, cluster: governedNamespaces(environment).length > 0 };
}

interface LookedAtCloud {
  readonly cloud?: DriftReport['parts']['cloud'];
  readonly outputs?: Outputs;
}

/** The stack is opened for its outputs too: the plane's objects are made of them. */
async function lookAtCloud(
  loaded: LoadedEnvironment,
  asked: boolean,
  options: DriftOptions,
  io: Io,
  ways: Ways,
): Promise<LookedAtCloud> {
  const { environment } = loaded;
  const needsOutputs = isSelfHosted(environment) && options.only?.every((name) => name === 'cloud') !== true;
  if (!asked && !needsOutputs) return {};
  const { audit, signal } = { audit: options.audit, signal: io.signal };
  const work = withEngine(
    loaded,
    io,
    async (run): Promise<LookedAtCloud> => {
      const outputs = needsOutputs ? outputsIn(await run.workspace.state()) : undefined;
      const trail = (): Promise<Trail | undefined> => ways.trail(environment, io);
      const cloud = asked
        ? await orUnknown(io, () => cloudPart(run, { clock: systemClock, signal, ...(audit && { trail }) }))
        : undefined;
      return { ...(cloud !== undefined && { cloud }), ...(outputs !== undefined && { outputs }) };
    },
    { existing: true },
  );
  try {
    return await work;
  } catch (error) {
    io.signal.throwIfAborted();
    const why = sentencesOf(error);
    return { ...(asked && { cloud: part([], [why]) }), outputs: { unknown: why } };
  }
}

async function lookInside(
  environment: Environment,
  outputs: Outputs | undefined,
  asked: (name: PartName) => boolean,
  options: DriftOptions,
  io: Io,
  ways: Ways,
): Promise<Pick<DriftReport['parts'], 'cluster' | 'organization'>> {
  const wantsOrganization = asked('organization') && environment.spec.organization.governed;
  let connection: ClusterConnection | undefined;
  try {
    connection = await ways.connect(environment, knownOf(outputs), options, io);
    const looking = await lookInto(connection, { ownNamespace: options.ownNamespace, clock: systemClock }, io);
    const cluster = asked('cluster')
      ? await orUnknown(io, () => clusterPart(environment, outputs, looking, io.signal))
      : undefined;
    const organization = wantsOrganization
      ? await orUnknown(io, () => organizationPart(environment, looking, io.signal))
      : undefined;
    return { ...(cluster && { cluster }), ...(organization && { organization }) };
  } catch (error) {
    io.signal.throwIfAborted();
    const nothing = part<never>([], [sentencesOf(error)]);
    return { ...(asked('cluster') && { cluster: nothing }), ...(wantsOrganization && { organization: nothing }) };
  } finally {
    connection?.close();
  }
}

/** A part that cannot be looked at hinders no other. */
async function orUnknown<T>(io: Io, look: () => Promise<Part<T>>): Promise<Part<T>> {
  try {
    return await look();
  } catch (error) {
    io.signal.throwIfAborted();
    return part<T>([], [sentencesOf(error)]);
  }
}

/** What the program handed over, as the state remembers it. Secrets, which are ciphertext there, are not among it. */
function outputsIn(state: StackState): Outputs {
  const outcome = planeOutputs.safeParse(outputsOf(state));
  return outcome.success
    ? outcome.data
    : { unknown: 'the state holds no outputs that a plane can be made of; planewright up writes them.' };
}
