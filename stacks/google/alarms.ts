import { AlertPolicy } from '@pulumi/gcp/monitoring/alertPolicy.js';
import { NotificationChannel } from '@pulumi/gcp/monitoring/notificationChannel.js';
import type * as pulumi from '@pulumi/pulumi';
import { alarmsOf, type Alarm, type Watched } from './alarm-table.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';

/** Alarms on database, cache, buckets and entry, and who is told by mail. */
export class Alarms extends GoogleConcern {
  constructor(context: GoogleContext, watched: Watched) {
    super('alarms', context, ['monitoring']);
    const { enabled, emails } = this.environment.spec.alarms;
    if (enabled) {
      const channels = emails.map((email) => this.#channel(email).name);
      for (const alarm of alarmsOf(this.environment, watched)) this.#policy(alarm, channels);
    }
    this.registerOutputs();
  }

  #channel(email: string): NotificationChannel {
    const displayName = `${this.environment.metadata.name}: ${email}`;
    return new NotificationChannel(
      this.named(`email-${email}`),
      {
        project: this.project,
        type: 'email',
        displayName,
        labels: { email_address: email },
        userLabels: { ...this.labels },
      },
      this.child(),
    );
  }

  #policy(alarm: Alarm, notificationChannels: pulumi.Input<string>[]): void {
    const displayName = `${this.environment.metadata.name}: ${alarm.what}`;
    new AlertPolicy(
      this.named(alarm.role),
      {
        project: this.project,
        displayName,
        combiner: 'OR',
        severity: alarm.severity,
        userLabels: { ...this.labels },
        notificationChannels,
        documentation: { content: alarm.then, mimeType: 'text/markdown' },
        conditions: [
          {
            displayName: alarm.what,
            conditionThreshold: {
              filter: alarm.filter,
              comparison: 'COMPARISON_GT',
              thresholdValue: alarm.above,
              duration: `${alarm.minutes * 60}s`,
              aggregations: [
                {
                  alignmentPeriod: '300s',
                  perSeriesAligner: alarm.aligner,
                  ...(alarm.aligner === 'ALIGN_RATE' && { crossSeriesReducer: 'REDUCE_SUM' }),
                },
              ],
            },
          },
        ],
      },
      this.child(),
    );
  }
}
