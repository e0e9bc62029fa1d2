import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { provider } from './facts.ts';

export const servicesTypes = {
  'gcp:projects/service:Service': {
    name: { foundBy: 'project and service' },
    computed: {},
    id: '{account}/{input.service}',
    replacedBy: ['service', 'project'],
    holdsData: false,
    tags: 'none',
    deployer: ['serviceusage.services.enable', 'serviceusage.services.get', 'serviceusage.services.list'],
    source: provider('google_project_service'),
  },
  'gcp:projects/serviceIdentity:ServiceIdentity': {
    name: { foundBy: 'project and service' },
    computed: { email: unknownText, member: unknownText },
    id: 'projects/{account}/services/{input.service}',
    replacedBy: ['service', 'project'],
    holdsData: false,
    tags: 'none',
    deployer: ['serviceusage.services.generateServiceIdentity'],
    source: provider('project_service_identity'),
  },
} as const satisfies ResourceTypeTable;
