import { kubeClient } from '../../kube/kube-client.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject, ResourceType } from '../../kube/objects.ts';
import { listAll } from '../../kube/paged-list.ts';
import { readInstallKey } from '../../operator/install-key.ts';
import { rfc3339, systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { systemRandomness } from '../../runtime/randomness.ts';
import { SecretValue } from '../../runtime/secret-value.ts';
import type { Transport } from '../../runtime/transport.ts';
import { httpWays } from '../admin-api.ts';
import { connect } from '../cluster.ts';
import type { DiffOptions } from '../commands/diff.ts';
import type { ExitCode, Io } from '../io.ts';
import { takeSnapshot } from '../snapshot.ts';
import { decideAll, type Decided } from './decisions.ts';
import { isSame, overlaid, readDeclared } from './declared.ts';

const namespaceType: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

/** Prints what the operator would do and sets the exit code: 0 nothing, 2 changes, 3 nothing because of a block. */
export async function printDiff(files: readonly string[], options: DiffOptions, io: Io): Promise<void> {
  const connection = await connect(options, io);
  try {
    const declared = await readDeclared(files, options.namespace ?? connection.namespace, io);
    const kube = kubeClient(readOnly(connection.transport));
    const hashKey = await hashKeyOf(kube, options.ownNamespace, io);
    const [live, namespaces] = await Promise.all([
      takeSnapshot(kube, systemClock, undefined, io.signal),
      listAll<KubeObject>(
        { client: kube, clock: systemClock, pageMs: 60_000 },
        namespaceType,
        { limit: 500 },
        io.signal,
      ),
    ]);
    const snapshot = overlaid(live, declared, rfc3339(systemClock.now()));
    const wanted = [...snapshot.values()].flat().filter((object) => {
      if (declared.length > 0) return declared.some((one) => isSame(one, object));
      return options.namespace === undefined || object.metadata.namespace === options.namespace;
    });
    const ways = httpWays(systemClock, io.env);
    const decided = await decideAll(
      {
        kube,
        clock: systemClock,
        hashKey,
        snapshot,
        namespaces: namespaces.items.map(({ metadata }) => ({
          name: metadata.name,
          labels: metadata.labels ?? {},
          annotations: metadata.annotations ?? {},
          terminating: metadata.deletionTimestamp !== undefined,
        })),
        transportFor: (to) => readOnly(ways.api(to)),
      },
      wanted,
      io.signal,
    );
    io.out(options.output === 'json' ? `${JSON.stringify({ resources: decided }, null, 2)}\n` : asText(decided));
    io.exit(exitCodeOf(decided));
  } finally {
    connection.close();
  }
}

/** Nothing that writes leaves this command, whatever the engines would do. */
function readOnly(transport: Transport): Transport {
  return (request, signal) => {
    if (request.method === 'GET' || request.method === 'HEAD') return transport(request, signal);
    throw new Error(`diff only reads, and was about to send ${request.method} ${request.path}`);
  };
}

/** Without the operator's own key every secret looks changed, which is said rather than hidden. */
async function hashKeyOf(kube: KubeClient, namespace: string, io: Io): Promise<SecretValue> {
  try {
    const key = await readInstallKey(kube, namespace, io.signal);
    if (key !== undefined) return key;
    io.err(
      `No operator has run in namespace ${namespace} yet (--own-namespace names another): secrets count as new.\n`,
    );
  } catch (error) {
    if (!(error instanceof PlanewrightError) || !isKubeError(error, 'KubeForbidden')) throw error;
    io.err(`The operator's hash key in namespace ${namespace} may not be read: secrets count as changed.\n`);
  }
  return new SecretValue(Buffer.from(systemRandomness.bytes(32)).toString('base64'));
}

function asText(decided: readonly Decided[]): string {
  const blocks = decided
    .filter(({ changes, blocked, drift }) => changes.length > 0 || blocked !== undefined || drift.length > 0)
    .map(({ kind, namespace, name, changes, blocked, drift }) =>
      [
        `${kind} ${namespace}/${name}`,
        ...changes.map(({ sentence }) => `  ~ ${sentence}`),
        ...drift.map(({ field, desired, observed }) =>
          desired === undefined ? `    ${field} differs` : `    ${field}: ${observed ?? '(unset)'} → ${desired}`,
        ),
        ...(blocked === undefined ? [] : [`  ! ${blocked.reason}: ${blocked.message}`]),
      ].join('\n'),
    );
  const changes = decided.reduce((sum, one) => sum + one.changes.length, 0);
  const summary = `${decided.length} resource${decided.length === 1 ? '' : 's'} looked at, ${changes} change${changes === 1 ? '' : 's'}.`;
  return [...blocks, summary].join('\n\n') + '\n';
}

function exitCodeOf(decided: readonly Decided[]): ExitCode {
  if (decided.some(({ changes }) => changes.length > 0)) return 2;
  return decided.some(({ blocked }) => blocked !== undefined) ? 3 : 0;
}
