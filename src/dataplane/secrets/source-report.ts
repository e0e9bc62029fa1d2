import * as z from 'zod';

/**
 * What came of each key of a Secret that is filled from the cloud's store, written beside the values by whoever fills it.
 * It holds no time and no part of a value, so that nothing is written where nothing changed, and outlives restarts.
 */
export const sourceReportAnnotation = 'planewright.dev/sources-report';

const entry = z.object({
  /**
   * `filled`: the value is the store's. `kept`: nobody names a source any more, the value stays. The rest: why the store's
   * value could not be had; what was filled before stays.
   */
  state: z.enum(['filled', 'kept', 'absent', 'denied', 'unreachable', 'malformed']),
  /** Version that the value in place is of, by secret. */
  versions: z.record(z.string(), z.string()).optional(),
  /** The secret that is in the way. */
  secret: z.string().optional(),
  /** Why, and what to do about it, as sentences. */
  message: z.string().optional(),
});

export type SourceEntry = z.output<typeof entry>;
/** By key of the Secret. */
export type SourceReport = Readonly<Record<string, SourceEntry>>;

const report = z.record(z.string(), entry);

/** The report of a Secret; empty where there is none, or none that we wrote. */
export function sourceReportIn(annotations: Readonly<Record<string, string>> | undefined): SourceReport {
  const text = annotations?.[sourceReportAnnotation];
  if (text === undefined) return {};
  try {
    return report.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    // Somebody else's text: the next pass over the sources writes it anew.
    return {};
  }
}

/** Why the store's value is not the one in the Secret, where it may not be. */
export interface SourceTrouble {
  readonly state: 'absent' | 'denied' | 'unreachable' | 'malformed';
  readonly message: string;
}

export function troubleOf(one: SourceEntry | undefined): SourceTrouble | undefined {
  if (one === undefined || one.state === 'filled' || one.state === 'kept') return undefined;
  return { state: one.state, message: one.message ?? 'its source could not be read.' };
}
