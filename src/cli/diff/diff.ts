import { kubeClient } from '../../kube/kube-client.ts';
import { rfc3339, systemClock } from '../../runtime/clock.ts';
import { httpWays } from '../admin-api.ts';
import { connect } from '../cluster.ts';
import type { DiffOptions } from '../commands/diff.ts';
import type { ExitCode, Io } from '../io.ts';
import { takeSnapshot } from '../snapshot.ts';
import { decideAll, type Decided } from './decisions.ts';
import { hashKeyOf, namespacesOf, readOnly } from './looking.ts';
import { isSame, overlaid, readDeclared } from './declared.ts';

/** Prints what the operator would do and sets the exit code: 0 nothing, 2 changes, 3 nothing because of a block. */
export async function printDiff(files: readonly string[], options: DiffOptions, io: Io): Promise<void> {
  const connection = await connect(options, io);
  try {
    const declared = await readDeclared(files, options.namespace ?? connection.namespace, io);
    const kube = kubeClient(readOnly(connection.transport));
    const { hashKey, missing } = await hashKeyOf(kube, options.ownNamespace, io.signal);
    if (missing !== undefined) io.err(`${missing}: secrets count as changed.\n`);
    const [live, namespaces] = await Promise.all([
      takeSnapshot(kube, systemClock, undefined, io.signal),
      namespacesOf(kube, systemClock, io.signal),
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
        namespaces,
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
