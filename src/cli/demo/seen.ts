import type { StandIns } from '../simulator/stand-ins.ts';
import { namespaces } from './scene.ts';

/** Writes of the operator at the vendor since `mark`, from the stand-in's log: who, what, to which object. */
export function adminWrites({ api }: StandIns, mark: number): readonly string[] {
  return api.requestLog.entries
    .slice(mark)
    .filter(({ mutation, who }) => mutation && who === 'planewright')
    .map(({ method, changed }) => `${method} ${changed.map(({ type, name }) => `${type} ${name}`).join(', ')}`);
}

/** Writes of the operator to the cluster since `mark`; the renewal of its lease is none. */
export function operatorWrites({ kube }: StandIns, mark: number): readonly string[] {
  return kube.requests
    .slice(mark)
    .filter(
      ({ mutation, userAgent, path }) => mutation && userAgent.startsWith('planewright') && !path.includes('/leases/'),
    )
    .map(({ method, path }) => `${method} ${path}`);
}

/** The Deployments of the plane in the order in which the operator wrote them since `mark`. */
export function deploymentOrder(standIns: StandIns, mark: number): readonly string[] {
  const prefix = `/apis/apps/v1/namespaces/${namespaces.plane}/deployments/`;
  return operatorWrites(standIns, mark)
    .filter((write) => write.startsWith(`PATCH ${prefix}`))
    .map((write) => write.slice(`PATCH ${prefix}`.length));
}
