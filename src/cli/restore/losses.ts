import type { ReadExport } from '../backup/exported.ts';
import type { Lost } from './steps/steps.ts';

/** What a restore loses, as sentences: to be read before it is begun. */
export function lossesOf({
  lost,
  moment,
  now,
  back,
  exported,
}: {
  readonly lost: ReadonlySet<Lost>;
  readonly moment: string;
  readonly now: number;
  readonly back: boolean;
  readonly exported: ReadExport | undefined;
}): readonly string[] {
  const minutes = Math.ceil((now - Date.parse(moment)) / 60_000);
  const span = Number.isNaN(minutes) ? 'an unknown time' : `${spanOf(minutes)}, as of now`;
  return [
    ...(lost.has('data')
      ? [
          `What was written to the database after ${moment} (${span}): projects, prompts, people, keys.`,
          back
            ? `What was written to the buckets after ${moment}: traces and their index. It stays as old versions, as long as those are kept.`
            : 'Of the buckets nothing. Traces that came after that moment may belong to what the database does not know any more.',
          'All of Redis: caches fill again.',
        ]
      : []),
    ...(lost.has('cluster')
      ? [
          'What was in the cluster alone: Secrets that no store feeds, events, the status of resources.',
          exported === undefined
            ? 'Every resource that is in no repository.'
            : `Every change of a resource after ${exported.manifest.takenAt}.`,
          ...(exported?.manifest.without ?? []).map((one) => `The export is without ${one}.`),
        ]
      : []),
  ];
}

/** In the largest unit of which there are two. */
function spanOf(minutes: number): string {
  if (minutes < 2 * 60) return `${minutes} min`;
  return minutes < 2 * 24 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / (24 * 60))} days`;
}
