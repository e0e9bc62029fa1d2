import { Option, type Command } from 'commander';
import { withClusterOptions, type ClusterOptions } from '../cluster.ts';
import type { Io } from '../io.ts';

export interface BackupOptions extends ClusterOptions {
  readonly export?: string;
  readonly output: 'text' | 'json';
}

/** `planewright backup ENV`: what it could be restored from, and an export of what no cloud keeps. */
export function addBackupCommand(program: Command, io: Io): void {
  withClusterOptions(
    program
      .command('backup')
      .summary('show what an environment could be restored from')
      .description(
        'Asks the cloud about keys, secrets, buckets and the database: what can be had back, to which moment, and what is ' +
          'missing. Changes nothing, and reads no value of a secret. With --export also writes what no cloud keeps: ' +
          'custom resources and their CRDs, the outputs, the environment, and the state, secrets in it as ciphertext.',
      )
      .argument('<environment>', 'file, or its name under environments/'),
    'the cluster that the environment made',
  )
    .option('--export <folder>', 'write the export there; the folder must not hold one yet')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing is missing, 1 error, 3 something without which no restore is possible is missing, 4 that could not
be looked at, or the export is not whole.

Examples:
  planewright backup production
  planewright backup production --export backups/2026-11-25
  planewright backup production -o json | jq '.items[] | select(.state != "present")'
`,
    )
    .action(async (environment: string, options: BackupOptions) => {
      const { runBackup } = await import('../backup/backup.ts');
      await runBackup(environment, options, io);
    });
}
