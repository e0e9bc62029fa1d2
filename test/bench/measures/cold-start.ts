import { setTimeout as sleep } from 'node:timers/promises';
import type { BundledOperator } from '../bundled-operator.ts';
import { mixedFleet } from '../fleet.ts';
import { line, type Line } from '../measure.ts';
import { startStage, type Stage } from '../stage.ts';
import type { OperatorReport } from '../operator-process.ts';

const size = 10_000;
const settleMs = 10_000;

/** A start in a cluster where nothing is declared yet, and one where 10,000 resources are as declared. */
export async function measureColdStart(operator: BundledOperator): Promise<readonly Line[]> {
  const stage = await startStage(operator);
  try {
    const idle = await oneStart(stage);
    await stage.declare(mixedFleet(size));
    const first = stage.startOperator();
    await stage.ready(performance.now());
    await first.stop();
    const full = await oneStart(stage);
    return [
      line('10,000 watched objects: first decision after start', (full.firstDecisionMs ?? Infinity) / 1000, {
        unit: 's',
        atMost: 2,
      }),
      line('… most memory resident', full.mostResidentMb, { unit: 'MB', atMost: 200 }),
      line('… CPU until all are looked at', full.cpuSeconds, { unit: 's' }),
      line('… writes', full.calls.kubeWrites + full.calls.adminWrites, { atMost: 0 }),
      line('idle: memory resident', idle.residentMb, { unit: 'MB', atMost: 130 }),
      line('… first decision after start', (idle.firstDecisionMs ?? Infinity) / 1000, { unit: 's' }),
    ];
  } finally {
    await stage.stop();
  }
}

async function oneStart(stage: Stage): Promise<OperatorReport> {
  const running = stage.startOperator();
  try {
    await sleep(settleMs);
    return await running.report();
  } finally {
    await running.stop();
  }
}
