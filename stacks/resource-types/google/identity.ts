import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { crud, label, member, provider } from './facts.ts';

export const identityTypes = {
  'gcp:serviceaccount/account:Account': {
    name: { ...label('account', 30, 'accountId'), min: 6 },
    computed: {
      email: '{name}@{account}.iam.gserviceaccount.com',
      member: 'serviceAccount:{name}@{account}.iam.gserviceaccount.com',
      name: 'projects/{account}/serviceAccounts/{name}@{account}.iam.gserviceaccount.com',
      uniqueId: unknownText,
    },
    id: 'projects/{account}/serviceAccounts/{name}@{account}.iam.gserviceaccount.com',
    replacedBy: ['accountId', 'project'],
    holdsData: false,
    tags: 'none',
    deployer: crud('iam.serviceAccounts'),
    source: provider('google_service_account'),
  },
  'gcp:serviceaccount/iAMMember:IAMMember': member('serviceAccountId', 'google_service_account_iam', [
    'iam.serviceAccounts.getIamPolicy',
    'iam.serviceAccounts.setIamPolicy',
  ]),
  'gcp:projects/iAMMember:IAMMember': member('project', 'google_project_iam', [
    'resourcemanager.projects.getIamPolicy',
    'resourcemanager.projects.setIamPolicy',
  ]),
} as const satisfies ResourceTypeTable;
