import { applyEnvironment } from '../../install/environment.ts';
import { install, type InstallProgress } from '../../install/install.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import { systemClock } from '../../runtime/clock.ts';
import { sentenceOf } from '../../runtime/errors.ts';
import type { Io } from '../io.ts';
import { nameOf, realChanges, type ComparedCluster } from './changes.ts';
import type { ClusterPart } from './part.ts';

/**
 * Carries out what was shown: namespaces, kinds, the operator until it is up, then the environment's own objects. Tells of
 * each that is done and how many remain. What failed leaves done what was done; the next call goes on from there.
 */
export async function carryOutInCluster(
  { transport }: ClusterConnection,
  { installation, set }: ClusterPart,
  { changes: shown, operator, environment }: ComparedCluster,
  { timeoutMs }: { readonly timeoutMs: number },
  io: Io,
): Promise<void> {
  const client = kubeClient(transport);
  const writes = realChanges(shown).filter(({ change }) => change !== 'delete');
  const open = new Map(writes.map((change) => [nameOf(change), change]));
  const tell = (progress: InstallProgress): void => {
    if (progress.kind === 'reached') {
      io.err(`  ✓ cluster: ${progress.what}\n`);
      return;
    }
    const name = nameOf(progress.object);
    const change = open.get(name);
    // What is only written down anew was never announced.
    if (change === undefined) return;
    open.delete(name);
    const done = writes.length - open.size;
    io.err(
      `  ✓ cluster: ${name} ${change.change === 'create' ? 'created' : 'updated'} (${done} of ${writes.length})\n`,
    );
  };
  try {
    await install({ client, clock: systemClock }, installation, operator, { timeoutMs, signal: io.signal, tell });
    await applyEnvironment(client, set, environment, { signal: io.signal, tell });
  } catch (error) {
    if (open.size > 0)
      io.err(
        `  ✗ cluster: ${writes.length - open.size} of ${writes.length} were done; it ended with: ${sentenceOf(error)}\n`,
      );
    throw error;
  }
  for (const change of shown.objects)
    if (change.change === 'delete') io.err(`  ✓ cluster: ${nameOf(change)} deleted\n`);
  for (const name of shown.kept) io.err(`  stays: ${name} (not part of the environment any more; it may hold data)\n`);
}
