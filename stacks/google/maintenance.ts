import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import type { MaintenanceDay } from '../environment/schema/google.ts';

const days: readonly MaintenanceDay[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * One answer to when Google may work, in the words of each service. GKE asks for 48 hours in 32 days: six hours on two
 * days a week. Source: https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions.
 */
export function maintenanceOf({ spec: { maintenance } }: GoogleEnvironment) {
  const index = days.indexOf(maintenance.day);
  const hour = String(maintenance.hour).padStart(2, '0');
  const end = String((maintenance.hour + 6) % 24).padStart(2, '0');
  const endDay = maintenance.hour + 6 < 24 ? '05' : '06';
  const byDay = [index, (index + 1) % 7].map((day) => (days[day] ?? '').slice(0, 2).toUpperCase());
  return {
    cluster: {
      // A day long past: only hours and recurrence count.
      startTime: `2026-01-05T${hour}:00:00Z`,
      endTime: `2026-01-${endDay}T${end}:00:00Z`,
      recurrence: `FREQ=WEEKLY;BYDAY=${byDay.join(',')}`,
    },
    /** Cloud SQL counts days from Monday as 1. */
    database: { day: index + 1, hour: maintenance.hour, updateTrack: 'stable' },
    cache: {
      day: maintenance.day.toUpperCase(),
      startTime: { hours: maintenance.hour, minutes: 0, seconds: 0, nanos: 0 },
    },
  };
}
