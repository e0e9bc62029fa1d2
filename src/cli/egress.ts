import { egressOf } from '../../stacks/egress/egress.ts';
import { openEnvironment } from './environment.ts';
import type { Io } from './io.ts';
import { table } from './ui/table.ts';

export async function listEgress(name: string, output: 'text' | 'json', io: Io): Promise<void> {
  const { environment } = await openEnvironment(name, io);
  const destinations = egressOf(environment);
  if (output === 'json') {
    io.out(`${JSON.stringify({ environment: environment.metadata.name, destinations }, null, 2)}\n`);
    return;
  }
  const rows = destinations.map(({ host, port, from, why, onlyIf, within }) => [
    `${host}:${port}`,
    from.join(', '),
    [why, within === undefined ? '' : `through ${within}`, onlyIf === undefined ? '' : `only if ${onlyIf}`]
      .filter((part) => part !== '')
      .join('; '),
  ]);
  io.out(table(['HOST', 'FROM', 'WHY'], rows));
  if (environment.spec.mode === 'BYOC') {
    io.out('\nThe vendor sets up the cluster: ask it what of the cloud it reaches.\n');
  }
}
