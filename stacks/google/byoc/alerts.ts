import { AlertPolicy } from '@pulumi/gcp/monitoring/alertPolicy.js';
import { NotificationChannel } from '@pulumi/gcp/monitoring/notificationChannel.js';
import { BootstrapConcern, type BootstrapContext } from './byoc-concern.ts';
import { bootstrapLabels } from './labels.ts';
import { watchedFor } from './watched.ts';

/** Alerts on what the audit logs say, and whom they tell. */
export class BootstrapAlerts extends BootstrapConcern {
  constructor(context: BootstrapContext) {
    super('alarms', context);
    const { project, plane } = this.names;
    const userLabels = bootstrapLabels(this.environment);
    const channels = this.environment.spec.alarms.emails.map(
      (email, index) =>
        new NotificationChannel(
          this.named(`email-${index + 1}`),
          {
            project,
            type: 'email',
            displayName: `bootstrap-${plane}: ${email}`,
            labels: { email_address: email },
            userLabels,
          },
          this.child(),
        ),
    );
    for (const { id, meaning, filter } of watchedFor(this.names)) {
      new AlertPolicy(
        this.named(id),
        {
          project,
          displayName: `bootstrap-${plane}: ${id}`,
          combiner: 'OR',
          severity: 'WARNING',
          documentation: { content: meaning, mimeType: 'text/markdown' },
          conditions: [{ displayName: meaning, conditionMatchedLog: { filter } }],
          alertStrategy: { notificationRateLimit: { period: '300s' }, autoClose: '86400s' },
          notificationChannels: channels.map(({ name }) => name),
          userLabels,
        },
        this.child(),
      );
    }
    this.registerOutputs({});
  }
}
