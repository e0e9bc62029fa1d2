import type { CloudDrift } from '../../../stacks/engine/drift.ts';
import type { ExitCode } from '../io.ts';

/** Who changed something, as far as a log or the object itself tells. */
export type Who =
  | {
      readonly known: true;
      readonly principal: string;
      /** What was done, in the words of whoever kept the record. */
      readonly event: string;
      /** RFC 3339; left out where the record has no time. */
      readonly at?: string;
    }
  | { readonly known: false; readonly reason: string };

export interface DriftedField {
  readonly path: string;
  /** Left out for secrets, and where a whole object or list differs. */
  readonly was?: string;
  readonly is?: string;
}

/** Left out where nobody was asked. */
export type DriftedInCloud = CloudDrift & { readonly who?: Who };

export interface DriftedInCluster {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** `missing`: it is declared or was installed, and is not there. */
  readonly change: 'changed' | 'missing';
  readonly fields: readonly DriftedField[];
  readonly who: Who;
}

export interface DriftedInOrganization {
  /** Kind and name of the resource that declares it. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly fields: readonly DriftedField[];
  /** What the operator would do about it. */
  readonly changes: readonly string[];
  /** Somebody sets it the other way again and again, so that the operator has stopped. */
  readonly fight: boolean;
  readonly who: Who;
}

/** One of the three layers. */
export interface Part<T> {
  /** `unknown` where nothing was found and not everything could be looked at. */
  readonly state: 'same' | 'drifted' | 'unknown';
  /** What could not be looked at, and why; may stand beside what drifted. */
  readonly reason?: string;
  /** What is left out on purpose. */
  readonly note?: string;
  readonly objects: readonly T[];
}

/** Parts that an environment does not have, or that were not asked for, are left out. */
export interface DriftReport {
  readonly environment: string;
  readonly parts: {
    readonly cloud?: Part<DriftedInCloud>;
    readonly cluster?: Part<DriftedInCluster>;
    readonly organization?: Part<DriftedInOrganization>;
  };
}

export type PartName = keyof DriftReport['parts'];
export const partNames = ['cloud', 'cluster', 'organization'] as const satisfies readonly PartName[];

export function part<T>(objects: readonly T[], reasons: readonly string[], note?: string): Part<T> {
  const state = objects.length > 0 ? 'drifted' : reasons.length > 0 ? 'unknown' : 'same';
  return {
    state,
    ...(reasons.length > 0 && { reason: [...new Set(reasons)].join(' ') }),
    ...(note !== undefined && { note }),
    objects,
  };
}

/** 2 where anything drifted, whatever else could not be looked at; 1 where something could not; else 0. */
export function exitCodeOf({ parts }: DriftReport): ExitCode {
  const all = partNames.flatMap((name): readonly Part<unknown>[] => {
    const found: Part<unknown> | undefined = parts[name];
    return found === undefined ? [] : [found];
  });
  if (all.some(({ state }) => state === 'drifted')) return 2;
  return all.some(({ reason }) => reason !== undefined) ? 1 : 0;
}
