import { describe, inject, it } from 'vitest';
import type { Transport } from '../../src/runtime/transport.ts';
import type {} from '../support/control-plane/global-setup.ts';
import { clusterBackend } from './cluster-backend.ts';
import type {} from './provided.ts';
import { simulatorBackend } from './simulator-backend.ts';

/** Something that speaks the Kubernetes API, as the suite looks at it. */
export interface Backend {
  readonly transport: Transport;
  /** Makes a namespace of its own for the running test. */
  readonly newNamespace: (prefix: string) => Promise<string>;
  /** Asks again and again, with time passing in between, until `look` gives a value. */
  readonly eventually: <T>(what: string, look: () => Promise<T | undefined>) => Promise<T>;
  /** Where the official client and kubectl reach it. */
  readonly address: () => Promise<Address>;
}

interface Address {
  readonly server: string;
  readonly caPem?: string;
  readonly token?: string;
}

/** `describe` for what holds on every backend. Where the run has no control plane, it is skipped. */
export function describeOnBackend(behaviour: string, body: (backend: Backend) => void): void {
  if (inject('backend') === 'simulator') {
    describe(behaviour, () => body(simulatorBackend()));
    return;
  }
  const controlPlane = inject('controlPlane');
  if (controlPlane.available) describe(behaviour, () => body(clusterBackend(controlPlane)));
  else describe(behaviour, () => it.skip(controlPlane.reason, () => {}));
}
