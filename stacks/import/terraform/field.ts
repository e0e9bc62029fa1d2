import type { Cloud } from '../../../src/dataplane/contract/components.ts';
import type { Outputs } from './outputs.ts';

/** One field of the environment file. */
export interface Field {
  /** `spec.network.vpcId`. */
  readonly path: string;
  /** What it is, for the comment and for whoever must give it. */
  readonly what: string;
  /** Its value, where the outputs say it; a field without this must be given. */
  readonly from?: (outputs: Outputs) => unknown;
}

/** How the outputs of one module become an environment. */
export interface Module {
  readonly cloud: Cloud;
  /** Outputs by which the module is known. */
  readonly knownBy: readonly string[];
  readonly fields: readonly Field[];
}

export const fixed = (path: string, value: unknown, what = ''): Field => ({ path, what, from: () => value });
export const asked = (path: string, what: string): Field => ({ path, what });
export const output = (path: string, name: string, what = ''): Field => ({
  path,
  what,
  from: ({ text }) => text(name),
});

/** What no module says, of the plane that runs. */
export const planeFields: readonly Field[] = [
  asked(
    'spec.plane.storage.locks',
    'where the plane keeps its locks now, Redis or ObjectStorage: locksBackend of its Helm values',
  ),
  asked(
    'spec.plane.storage.walFooterVersion',
    'format of its write-ahead log now, None, v1 or v3: brainstoreWalFooterVersion of its Helm values',
  ),
  asked(
    'spec.plane.storage.skipPostgres',
    'whether rows bypass PostgreSQL now, None or All: skipPgForBrainstoreObjects of its Helm values',
  ),
];

export const head = (profile: string): readonly Field[] => [
  fixed('spec.mode', 'SelfHosted'),
  fixed('spec.profile', profile, 'Sizes of the plane in the cluster; nothing in the cloud follows from it here.'),
  asked('spec.version', 'version of the plane that runs now: the tag of its images, without v'),
];
