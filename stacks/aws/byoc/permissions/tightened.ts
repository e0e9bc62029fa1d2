import type { Difference } from '../../../byoc/difference.ts';

/**
 * Where the bootstrap differs from what the vendor publishes. Source of its side: its AWS module, managed-byoc-v2 (a
 * preview) and managed-byoc.
 */
export const differences: readonly Difference[] = [
  {
    what: 'External id',
    vendors: 'asked of the deployer only',
    ours: 'asked of every role',
    stillWorks:
      "A person's session must carry a source identity already, so it comes from a broker; a broker can present the id too. Switching roles in the console works with neither.",
    direction: 'tighter',
  },
  {
    what: 'Boundary of people',
    vendors: 'none on Support, Observer and Diagnostics',
    ours: 'one on each role: what its own tables say, and nothing that anybody attaches later',
    stillWorks: 'The boundary is made from the same tables as the rights.',
    direction: 'tighter',
  },
  {
    what: 'Boundary of the deployer and of the roles that it makes',
    vendors: 'everything but IAM, minus a list',
    ours: 'a list of services, minus a list',
    stillWorks:
      "The list holds every service of the vendor's own policies and of its module; a new service needs a change of the bootstrap.",
    direction: 'tighter',
  },
  {
    what: 'Region',
    vendors: 'any',
    ours: 'the one of the environment, and us-east-1 for what CloudFront uses',
    stillWorks: 'The module makes everything in one region.',
    direction: 'tighter',
  },
  {
    what: 'Names of the plane',
    vendors: 'a reserved prefix for several planes',
    ours: 'one plane: what begins with its name and a dash; the name alone for clusters, tasks and stacks',
    stillWorks:
      'Everything in the module is called <deployment_name>-…; hand over the name of the environment as deployment_name.',
    direction: 'tighter',
  },
  {
    what: 'Schedules, topics, queues, tables',
    vendors: 'all of the account',
    ours: 'those that begin with the name of the plane',
    stillWorks: 'As above.',
    direction: 'tighter',
  },
  {
    what: 'Buckets',
    vendors: 'replication, ACL, website, notification and object lock may be set',
    ours: 'they may not; replication is denied, since it copies data out',
    stillWorks: 'The module sets none of them.',
    direction: 'tighter',
  },
  {
    what: 'Keys',
    vendors: 'disabling and deleting is granted, and denied by the boundary; any key may be tagged as one of the plane',
    ours: 'neither is granted; a key of the bootstrap cannot be tagged',
    stillWorks: 'What was denied anyway cannot be missed; a new key has no tag yet.',
    direction: 'tighter',
  },
  {
    what: 'Metrics, repositories, scaling plans',
    vendors: 'everything, ecr:* and autoscaling-plans:* among it',
    ours: 'images are read; scaling plans and metric data are left out',
    stillWorks: 'The module has no repository and no scaling plan; metrics are written by the roles of the plane.',
    direction: 'tighter',
  },
  {
    what: 'Denials',
    vendors: 'partly in service control policies alone',
    ours: 'on the roles too, so that they hold where there is no organization',
    stillWorks: 'They deny what the vendor denies.',
    direction: 'tighter',
  },
  {
    what: 'Records of operations',
    vendors: 'versioned, object lock to be considered',
    ours: 'locked for as long as the archive',
    stillWorks: 'The deployer writes each record once.',
    direction: 'tighter',
  },
  {
    what: 'Opening diagnostics',
    vendors: 'always in the hands of the deployer; approval is a process',
    ours: 'with Approval, the deployer cannot: a window in the environment file opens them, and IAM itself closes them',
    stillWorks: 'Diagnostics are no part of a deployment. With VendorDiscretion it is as the vendor has it.',
    direction: 'tighter',
  },
  {
    what: 'Ending shells of diagnostics, with VendorDiscretion',
    vendors: 'those of the one role, by its id',
    ours: 'any shell of the account',
    stillWorks: 'The id is not known before the role exists, and ending a shell reads nothing.',
    direction: 'looser',
  },
  {
    what: 'Which role of the vendor may come in',
    vendors: 'one exact role for each',
    ours: 'any of its account, until vendor.principals names them',
    stillWorks: 'The vendor publishes its account, and names its roles to each customer.',
    direction: 'looser',
  },
];
