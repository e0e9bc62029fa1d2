import type { Progress } from '../../../stacks/engine/events.ts';
import type { Step } from '../../../stacks/engine/step.ts';
import type { Io } from '../io.ts';
import { clip } from '../ui/table.ts';

const past: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  'delete-replaced': 'deleted',
  'create-replacement': 'created anew',
  import: 'adopted',
};

/**
 * Tells of a run while it goes on: a line for each resource that is done, with how many remain; on a terminal also a last
 * line that says what is under way, which is overwritten.
 * @param total Steps that there are to do.
 * @param dnsElsewhere Whether a person makes the DNS records: those that a step waits for are told when it does.
 */
export function progressTeller(
  total: number,
  io: Pick<Io, 'err' | 'isTerminal' | 'columns' | 'signal'>,
  { dnsElsewhere = false }: { readonly dnsElsewhere?: boolean } = {},
) {
  const running = new Map<string, Step>();
  let record: string | undefined;
  let done = 0;
  const clear = (): void => {
    if (io.isTerminal) io.err('\r\u001B[K');
  };
  const status = (): void => {
    if (!io.isTerminal || running.size === 0) return;
    const names = [...running.values()].map(({ name }) => name).join(', ');
    io.err(clip(`  … ${names}`, io.columns - 1));
  };
  // The engine lets what it has begun come to its end, so that all of it is recorded: a database takes a quarter of an hour.
  io.signal.addEventListener('abort', () => {
    if (done >= total) return;
    clear();
    io.err('Stopping. What is under way in the cloud is finished first; that can take minutes.\n');
    status();
  });
  return (progress: Progress): void => {
    clear();
    if (progress.kind === 'record') record = `${progress.name}  ${progress.type}  ${progress.value}`;
    if (progress.kind === 'started' && dnsElsewhere && record !== undefined && waitsForRecord(progress.step)) {
      io.err(`  The certificate waits for this DNS record; make it where DNS is kept:\n    ${record}\n`);
    }
    if (progress.kind === 'started' && isOurs(progress.step)) running.set(progress.step.urn, progress.step);
    else if (progress.kind === 'done' && isOurs(progress.step)) {
      const { urn, operation, name, concern } = progress.step;
      running.delete(urn);
      const word = past[operation];
      if (word !== undefined) {
        done += 1;
        io.err(`  ✓ ${concern === '' ? '' : `${concern}: `}${name} ${word} (${Math.min(done, total)} of ${total})\n`);
      }
    } else if (progress.kind === 'failed') {
      running.delete(progress.step.urn);
      io.err(`  ✗ ${progress.step.concern}: ${progress.step.name} failed\n`);
    } else if (progress.kind === 'message' && progress.severity === 'warning') {
      io.err(`  warning: ${progress.text.split('\n')[0] ?? ''}\n`);
    }
    status();
  };
}

function waitsForRecord({ type, operation }: Step): boolean {
  return type === 'aws:acm/certificateValidation:CertificateValidation' && operation !== 'same';
}

function isOurs({ logical, operation, type }: Step): boolean {
  return !logical && operation !== 'same' && !type.startsWith('pulumi:');
}
