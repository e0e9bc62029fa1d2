import { ActionGroup } from '@pulumi/azure-native/monitor/actionGroup.js';
import { MetricAlert } from '@pulumi/azure-native/monitor/metricAlert.js';
import type * as pulumi from '@pulumi/pulumi';
import { AzureConcern } from './azure-concern.ts';
import { alarmTable, type Alarm, type Watched } from './alarm-table.ts';
import type { Site } from './site.ts';

/** Who is told when something fails. */
export class AlarmsConcern extends AzureConcern {
  constructor(site: Site, watched: Readonly<Partial<Record<Watched, pulumi.Input<string>>>>) {
    super('alarms', site);
    const { enabled, emails } = site.environment.spec.alarms;
    if (!enabled) return;
    const group = new ActionGroup(
      this.named('people'),
      {
        ...this.grouped,
        tags: this.tags,
        location: 'Global',
        actionGroupName: this.nameOf('azure-native:monitor:ActionGroup', 'people'),
        groupShortName: 'planewright',
        enabled: true,
        emailReceivers: emails.map((emailAddress, index) => ({
          name: `person-${index + 1}`,
          emailAddress,
          useCommonAlertSchema: true,
        })),
      },
      this.child(),
    );
    for (const [what, alarms] of Object.entries(alarmTable) as [Watched, readonly Alarm[]][]) {
      const id = watched[what];
      if (id !== undefined) for (const alarm of alarms) this.#alert(what, alarm, id, group.id);
    }
  }

  #alert(what: Watched, alarm: Alarm, scope: pulumi.Input<string>, actionGroupId: pulumi.Input<string>): void {
    const role = `${what}-${alarm.name}`;
    new MetricAlert(
      this.named(role),
      {
        ...this.grouped,
        tags: this.tags,
        location: 'global',
        ruleName: this.nameOf('azure-native:monitor:MetricAlert', role),
        description: alarm.means,
        enabled: true,
        severity: alarm.severity,
        evaluationFrequency: 'PT5M',
        windowSize: alarm.window,
        scopes: [scope],
        autoMitigate: true,
        criteria: {
          odataType: 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria',
          allOf: [
            {
              criterionType: 'StaticThresholdCriterion',
              name: alarm.name,
              metricNamespace: alarm.namespace,
              metricName: alarm.metric,
              operator: alarm.operator,
              threshold: alarm.threshold,
              timeAggregation: alarm.aggregation,
            },
          ],
        },
        actions: [{ actionGroupId }],
      },
      this.child(),
    );
  }
}
