/** A program that starts a control plane, prints the path of its kubeconfig, and waits until it is killed. */
import { findBinaries } from './find-binaries.ts';
import { startControlPlane } from './start-control-plane.ts';

const found = await findBinaries({ environment: process.env, progress: () => {} });
if (!found.found) throw new Error(found.reason);
const { kubeconfigPath } = await startControlPlane(found.binaries);
process.stdout.write(`${kubeconfigPath}\n`);
setInterval(() => {}, 60_000);
