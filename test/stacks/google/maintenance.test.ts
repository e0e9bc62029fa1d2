import { describe, expect, it } from 'vitest';
import { maintenanceOf } from '../../../stacks/google/maintenance.ts';
import { googleEnvironment } from './google-environment.ts';

const at = (day: string, hour: number) => maintenanceOf(googleEnvironment({ maintenance: { day, hour } }));

describe('maintenance on Google Cloud', () => {
  it('says one day and hour in the words of cluster, database and cache', () => {
    expect(at('Sunday', 2)).toEqual({
      cluster: {
        startTime: '2026-01-05T02:00:00Z',
        endTime: '2026-01-05T08:00:00Z',
        recurrence: 'FREQ=WEEKLY;BYDAY=SU,MO',
      },
      database: { day: 7, hour: 2, updateTrack: 'stable' },
      cache: { day: 'SUNDAY', startTime: { hours: 2, minutes: 0, seconds: 0, nanos: 0 } },
    });
  });

  it('goes over midnight', () => {
    expect(at('Tuesday', 21).cluster).toMatchObject({
      startTime: '2026-01-05T21:00:00Z',
      endTime: '2026-01-06T03:00:00Z',
    });
  });
});
