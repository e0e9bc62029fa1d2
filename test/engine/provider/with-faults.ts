import type { Call, Fault, StandInCloud } from './cloud.ts';
import { snapshot } from './snapshot.ts';

/**
 * One change in the cloud with what may go wrong around it. The log has it once the cloud has done it, and `refused` where
 * it has not, so that what was done twice shows.
 */
export async function withFaults<T>(
  cloud: StandInCloud,
  call: Omit<Call, 'pid' | 'method'> & { readonly method: Exclude<Fault['method'], 'read' | 'invoke'> },
  act: () => T,
): Promise<T> {
  const { method, type, name } = call;
  snapshot(call, 'before');
  const fault = cloud.takeFault(method, type, name);
  if (fault?.what === 'die-before') process.exit(3);
  if (fault?.what === 'hang-before') return cloud.hang();
  if (fault?.what === 'wait') await cloud.waits();
  if (fault?.what === 'refuse') {
    cloud.log({ ...call, method: 'refused' });
    throw new Error(fault.message ?? `AccessDenied: may not ${method} ${type}`);
  }
  const done = tried(cloud, call, act);
  cloud.log(call);
  snapshot(call, 'after');
  if (fault?.what === 'die-after') process.exit(3);
  if (fault?.what === 'hang-after') return cloud.hang();
  return done;
}

function tried<T>(cloud: StandInCloud, call: Omit<Call, 'pid'>, act: () => T): T {
  try {
    return act();
  } catch (error) {
    cloud.log({ ...call, method: 'refused' });
    throw error;
  }
}
