import { install, installDiff, type InstallProgress } from '../install/install.ts';
import type { ObjectChange } from '../install/object-change.ts';
import { uninstall } from '../install/uninstall.ts';
import { kubeClient } from '../kube/kube-client.ts';
import { systemClock } from '../runtime/clock.ts';
import { connect } from './cluster.ts';
import type { InstallCommandOptions } from './commands/install.ts';
import type { UninstallCommandOptions } from './commands/uninstall.ts';
import type { Io } from './io.ts';
import { installationOf, wholeNumber } from './environment-cluster/part.ts';
import { table } from './ui/table.ts';

/** Installs, or prints what installing would change, and sets the exit code. */
export async function runInstall(options: InstallCommandOptions, io: Io): Promise<void> {
  const wanted = installationOf(options, options.govern ?? []);
  const timeoutMs = wholeNumber('--timeout', options.timeout, 1, 86_400) * 1000;
  const connection = await connect(options, io);
  try {
    const client = kubeClient(connection.transport);
    const tell = (progress: InstallProgress): void => {
      if (progress.kind === 'reached') io.err(`${progress.what}\n`);
    };
    const changes = await installDiff(client, wanted, io.signal);
    if (options.diff !== true)
      await install({ client, clock: systemClock }, wanted, changes, { timeoutMs, signal: io.signal, tell });
    const changed = changes.filter(({ change }) => change !== 'same');
    io.out(options.output === 'json' ? `${JSON.stringify({ objects: changes }, null, 2)}\n` : asText(changed, options));
    io.exit(options.diff === true && changed.length > 0 ? 2 : 0);
  } finally {
    connection.close();
  }
}

/** Takes the operator away and prints what stays. */
export async function runUninstall(options: UninstallCommandOptions, io: Io): Promise<void> {
  const connection = await connect(options, io);
  try {
    const client = kubeClient(connection.transport);
    const { namespace, crds = false } = options;
    const result = await uninstall(client, { namespace, crds }, io.signal);
    tellUninstalled(result, options, io);
  } finally {
    connection.close();
  }
}

export function tellUninstalled(
  result: Awaited<ReturnType<typeof uninstall>>,
  { output }: Pick<UninstallCommandOptions, 'output'>,
  io: Pick<Io, 'out' | 'exit'>,
): void {
  if (output === 'json') io.out(`${JSON.stringify(result, null, 2)}\n`);
  else {
    io.out(`${result.deleted.length} objects deleted.\n`);
    for (const { what, why } of result.left) io.out(`stays: ${what} (${why})\n`);
  }
  io.exit(0);
}

function asText(changed: readonly ObjectChange[], { diff }: InstallCommandOptions): string {
  if (changed.length === 0) return diff === true ? 'Nothing would change.\n' : 'Installed; nothing changed.\n';
  const rows = changed.map(({ change, kind, namespace, name, fields }) => [
    change,
    kind,
    namespace === undefined ? name : `${namespace}/${name}`,
    fields.slice(0, 3).join(', ') + (fields.length > 3 ? `, and ${fields.length - 3} more` : ''),
  ]);
  const line = `${changed.length} ${changed.length === 1 ? 'object' : 'objects'} ${diff === true ? 'would change' : 'changed'}.`;
  return `${table(['CHANGE', 'KIND', 'OBJECT', 'FIELDS'], rows)}${line}\n`;
}
