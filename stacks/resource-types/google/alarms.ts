import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { crud, provider } from './facts.ts';

export const alarmsTypes = {
  'gcp:monitoring/alertPolicy:AlertPolicy': {
    name: { foundBy: 'display name and the label of the environment' },
    computed: { name: unknownText },
    replacedBy: ['project'],
    holdsData: false,
    tags: 'labels',
    deployer: [...crud('monitoring.alertPolicies'), 'monitoring.alertPolicies.list'],
    source: provider('monitoring_alert_policy'),
  },
  'gcp:monitoring/notificationChannel:NotificationChannel': {
    name: { foundBy: 'display name and the label of the environment' },
    computed: { name: unknownText },
    replacedBy: ['project'],
    holdsData: false,
    tags: 'labels',
    deployer: crud('monitoring.notificationChannels'),
    source: provider('monitoring_notification_channel'),
  },
} as const satisfies ResourceTypeTable;
