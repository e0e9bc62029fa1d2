import type { Backend } from './backend.ts';
import { connect, eventually } from '../support/control-plane/connection.ts';
import type { ControlPlaneConnection } from '../support/control-plane/start-control-plane.ts';

/** The control plane of this run, asked as its administrator. */
export function clusterBackend(controlPlane: ControlPlaneConnection): Backend {
  const { adminTransport, newNamespace, url, caPem, adminToken } = connect(controlPlane);
  return {
    transport: adminTransport,
    newNamespace,
    eventually,
    address: () => Promise.resolve({ server: url, caPem, token: adminToken }),
  };
}
