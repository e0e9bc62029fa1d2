import type { ByocAwsEnvironment, ByocGoogleEnvironment } from '../environment/schema/environment.ts';

/** From when to when diagnostics are open, as both clouds compare times: ISO 8601 in UTC. */
export interface OpenWindow {
  readonly from: string;
  readonly until: string;
}

/**
 * From when to when diagnostics are open; undefined while they are closed.
 * @throws TypeError if a window is given that the mode does not allow.
 */
export function openWindow({ spec }: ByocAwsEnvironment | ByocGoogleEnvironment): OpenWindow | undefined {
  const { diagnostics, diagnosticsWindow } = spec.vendor;
  if (diagnosticsWindow === undefined) return undefined;
  if (diagnostics !== 'Approval') {
    throw new TypeError(
      `spec.vendor.diagnosticsWindow: with vendor.diagnostics ${diagnostics} there is nothing to open; leave it out, or set diagnostics to Approval`,
    );
  }
  const from = new Date(diagnosticsWindow.from);
  const until = new Date(from.getTime() + diagnosticsWindow.hours * 3_600_000);
  return { from: inSeconds(from), until: inSeconds(until) };
}

/** Whether the vendor's deployer itself opens diagnostics. */
export function opensDiagnostics({ spec }: ByocAwsEnvironment | ByocGoogleEnvironment): boolean {
  return spec.vendor.diagnostics === 'VendorDiscretion';
}

function inSeconds(time: Date): string {
  return time.toISOString().replace(/[.][0-9]{3}Z$/, 'Z');
}
