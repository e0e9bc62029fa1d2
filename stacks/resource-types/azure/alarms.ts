import type { ResourceTypeTable } from '../resource-type.ts';
import { arm, innerName, operationsOn, templateReference } from './arm.ts';

export const alarmsTypes = {
  'azure-native:operationalinsights:Workspace': {
    name: {
      property: 'workspaceName',
      max: 63,
      min: 4,
      pattern: /^[A-Za-z0-9][-A-Za-z0-9]*[A-Za-z0-9]$/,
      unique: 'parent',
    },
    computed: {},
    id: arm('Microsoft.OperationalInsights/workspaces'),
    replacedBy: ['resourceGroupName', 'location', 'workspaceName'],
    holdsData: true,
    holds: 'the record of who read which secret and who changed the cluster',
    tags: 'tags',
    deployer: [
      ...operationsOn('Microsoft.OperationalInsights/workspaces'),
      'Microsoft.OperationalInsights/workspaces/sharedKeys/action',
    ],
    source: templateReference('Microsoft.OperationalInsights/workspaces'),
  },
  'azure-native:monitor:DiagnosticSetting': {
    name: innerName('name', 260, /^[-\w.]+$/),
    computed: {},
    id: '{input.resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}',
    replacedBy: ['resourceUri', 'name'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn('Microsoft.Insights/diagnosticSettings'),
    source: templateReference('Microsoft.Insights/diagnosticSettings'),
  },
  'azure-native:monitor:ActionGroup': {
    name: { property: 'actionGroupName', max: 260, pattern: /^[-\w.]+$/, unique: 'parent' },
    computed: {},
    id: arm('Microsoft.Insights/actionGroups'),
    replacedBy: ['resourceGroupName', 'actionGroupName'],
    holdsData: false,
    tags: 'tags',
    deployer: operationsOn('Microsoft.Insights/actionGroups'),
    source: templateReference('Microsoft.Insights/actionGroups'),
  },
  'azure-native:monitor:MetricAlert': {
    name: { property: 'ruleName', max: 260, pattern: /^[-\w.]+$/, unique: 'parent' },
    computed: {},
    id: arm('Microsoft.Insights/metricAlerts'),
    replacedBy: ['resourceGroupName', 'ruleName'],
    holdsData: false,
    tags: 'tags',
    deployer: operationsOn('Microsoft.Insights/metricAlerts'),
    source: templateReference('Microsoft.Insights/metricAlerts'),
  },
} as const satisfies ResourceTypeTable;
