import type { TestProject } from 'vitest/node';
import { findBinaries } from './find-binaries.ts';
import { startControlPlane } from './start-control-plane.ts';
import type { ControlPlaneConnection } from './start-control-plane.ts';

/** What a suite gets from `inject('controlPlane')`. */
export type ProvidedControlPlane =
  ({ readonly available: true } & ControlPlaneConnection) | { readonly available: false; readonly reason: string };

declare module 'vitest' {
  interface ProvidedContext {
    controlPlane: ProvidedControlPlane;
  }
}

/**
 * Starts one control plane for the run and hands its address to the tests. Where its programs cannot be had, it says so
 * in one sentence and the suites skip themselves.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string): void => void process.stderr.write(`control plane: ${line}\n`);
  const found = await findBinaries({ environment: process.env, progress: say });
  if (!found.found) {
    say(`${found.reason} The tests that need it are skipped.`);
    project.provide('controlPlane', { available: false, reason: found.reason });
    return async () => {};
  }
  const controlPlane = await startControlPlane(found.binaries);
  try {
    await controlPlane.startNodes();
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
  const { url, caPem, adminToken, kubeconfigPath, auditLogPath, kubectlPath } = controlPlane;
  project.provide('controlPlane', {
    available: true,
    url,
    caPem,
    adminToken,
    kubeconfigPath,
    auditLogPath,
    kubectlPath,
  });
  return controlPlane.stop;
}
