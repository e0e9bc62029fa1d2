import { describe, inject, it } from 'vitest';
import { connect } from './connection.ts';
import type { Connection } from './connection.ts';
import type {} from './global-setup.ts';

/** `describe` for tests that need the control plane of this run; skipped where there is none. */
export function describeOnCluster(behaviour: string, body: (connection: Connection) => void): void {
  const controlPlane = inject('controlPlane');
  if (controlPlane.available) describe(behaviour, () => body(connect(controlPlane)));
  else describe(behaviour, () => it.skip(controlPlane.reason, () => {}));
}
