/**
 * Where a bootstrap differs from what the vendor publishes, and why its deployer works all the same. Printed in
 * docs/permissions.
 */
export interface Difference {
  readonly what: string;
  readonly vendors: string;
  readonly ours: string;
  readonly stillWorks: string;
  /** Looser differences are said as plainly as tighter ones. */
  readonly direction: 'tighter' | 'looser';
}
