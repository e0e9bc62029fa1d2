import type { DataPlane } from '../../api/index.ts';
import { createDataPlaneEngine } from '../../dataplane/engine.ts';
import { unknown } from '../../dataplane/observation.ts';
import { planeTypes } from '../../dataplane/workloads/kinds.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import { systemRandomness } from '../../runtime/randomness.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import { changedObject, missingObject, type Found } from './found.ts';
import type { Managers } from './looking.ts';
import { whoSet } from './who.ts';

interface PlaneLook {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly hashKey: SecretValue;
  readonly managers: Managers;
}

/** Where the workloads of planes are not as the operator made them, decided as the operator decides it. */
export async function planeDrift(
  { kube, clock, hashKey, managers }: PlaneLook,
  planes: readonly KubeObject[],
  signal: AbortSignal,
): Promise<Found> {
  const notAsked = unknown('drift does not ask planes');
  const engine = createDataPlaneEngine({
    kube,
    clock,
    hashKey,
    randomness: systemRandomness,
    log: silentLog,
    mode: 'observe',
    events: { record: () => undefined },
    probe: () => Promise.resolve({ version: notAsked, query: notAsked }),
  });
  const found = [];
  for (const plane of planes as readonly DataPlane[]) {
    for (const change of await engine.plan(plane, signal)) {
      if (change.action !== 'apply') continue;
      const { object, reason, differences } = change;
      const placed = { ...object, metadata: { ...object.metadata, namespace: plane.metadata.namespace ?? 'default' } };
      // A plane that never was ready is on its way, and nothing of it is gone.
      if (reason === 'Absent' && plane.status?.readyOnce === true) found.push(missingObject(placed));
      if (reason !== 'Drifted') continue;
      const fields = differences.map(({ field }) => field);
      const who = whoSet(await managers(planeTypes[object.kind], placed, signal), fields);
      found.push(changedObject(placed, differences, who));
    }
  }
  return { objects: found, reasons: [] };
}
