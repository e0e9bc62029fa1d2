import type { Difference } from '../../../byoc/difference.ts';

/** Where the bootstrap differs from what the vendor publishes. Source of its side: its Google module, managed-byoc. */
export const differences: readonly Difference[] = [
  {
    what: 'Objects',
    vendors: 'the deployer has roles/storage.admin, which reads every object',
    ours: 'buckets without their objects, and a policy of denial above; the state alone is read',
    stillWorks: 'The module makes buckets and rights on them, and reads no object but its state.',
    direction: 'tighter',
  },
  {
    what: 'Basic role of a viewer',
    vendors: 'on both accounts',
    ours: 'viewers of single services',
    stillWorks:
      'What terraform refreshes is covered by the roles that make it; the basic role reads logs, and objects of older buckets.',
    direction: 'tighter',
  },
  {
    what: 'Giving roles',
    vendors: 'any role to anybody',
    ours: 'the roles that the accounts of a plane need',
    stillWorks: 'The list is that of the module; a new role needs a change of the bootstrap.',
    direction: 'tighter',
  },
  {
    what: 'Acting as other accounts',
    vendors: 'possible, since accounts are administered',
    ours: 'denied, as are keys of accounts',
    stillWorks: 'The module lets pods act as accounts, not itself.',
    direction: 'tighter',
  },
  {
    what: 'Secrets',
    vendors: 'all of the project',
    ours: 'those that begin with the name of the plane, and the license key',
    stillWorks: 'The one secret of the module is called <deployment_name>-postgres-password.',
    direction: 'tighter',
  },
  {
    what: 'Logs and alerts',
    vendors: 'roles/logging.admin and roles/monitoring.admin',
    ours: 'dashboards and metrics; archive and alerts are denied',
    stillWorks: 'The module makes no sink, log bucket or alert.',
    direction: 'tighter',
  },
  {
    what: 'Support in the cluster',
    vendors:
      'roles/container.admin, with shells, secrets and logs at any time; administrators of database, cache and network',
    ours: 'look, scale, restart; shells and logs in the window of diagnostics alone',
    stillWorks: 'The deployer is another account. People of the vendor ask for the window as they do on AWS.',
    direction: 'tighter',
  },
  {
    what: 'Deleting buckets, keys and backups',
    vendors: 'possible',
    ours: 'denied: what holds data is deleted by you',
    stillWorks: 'As on AWS, they are taken out of the state before the plane is removed.',
    direction: 'tighter',
  },
  {
    what: 'Diagnostics',
    vendors: 'not published for Google Cloud',
    ours: 'an account of its own, with rights in the window alone',
    stillWorks: 'No deployment needs it.',
    direction: 'tighter',
  },
];
