import { Command, CommanderError } from 'commander';
import type { Io } from './io.ts';

/** Adds one command. Its module imports its work inside its action, so that `--help` loads none of it. */
export type AddCommand = (program: Command, io: Io) => void;

/** Parses `args` (without node and script) and runs the command. Ends with `io.exit`; never throws. */
export async function runProgram(
  args: readonly string[],
  io: Io,
  commands: readonly AddCommand[],
  version: string,
): Promise<void> {
  const program = new Command('planewright')
    .description(
      'Installs, upgrades and governs a self-hosted Braintrust data plane, and keeps its organization as declared.',
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .showHelpAfterError('(planewright --help lists the commands; planewright <command> --help explains one)')
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .addHelpText('after', footer);
  for (const add of commands) add(program, io);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) io.exit(error.exitCode === 0 ? 0 : 1);
    else await reportError(error, io);
  }
}

const footer = `
Exit codes: 0 ok, 1 error, 2 drift or changes, 3 blocked, 4 manual action.

Examples:
  planewright demo                          see a plane roll out and an organization governed, on stand-ins
  planewright validate resources/*.yaml     check resources before kubectl sees them
  planewright diff                          print what the operator would change
`;

/** Prints an error as sentence, next step and code; an error that no one foresaw also prints where it came from. */
async function reportError(error: unknown, io: Io): Promise<void> {
  const { knownError } = await import('./known-error.ts');
  const known = knownError(error);
  if (io.signal.aborted) {
    io.err('planewright: stopped.\n  Run the command again; it goes on from what is there.\n');
    io.exit(1);
  } else if (known !== undefined) {
    io.err(`planewright: ${known.message}\n  ${known.next}\n  (${known.code})\n`);
    io.exit(known.exitCode);
  } else {
    await reportCrash(error, io);
  }
}

/** An error that no one foresaw, with where it came from. Redacted: what it quotes may be anything. */
export async function reportCrash(error: unknown, io: Io): Promise<void> {
  const { redact } = await import('../runtime/redaction.ts');
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`planewright: an error that should not happen; please report it.\n${redact(stack)}\n`);
  io.exit(1);
}
