import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import type { Row } from './destination.ts';

const access = 'Google Cloud documentation, Private Google Access: domains';

/** An API of Google; without the internet from a subnetwork with Private Google Access, which those made here have. */
const api = (name: string, row: Pick<Row<GoogleEnvironment>, 'from' | 'why' | 'onlyIf'>): Row<GoogleEnvironment> => ({
  ...row,
  host: `${name}.googleapis.com`,
  within: ({ spec: { network } }) => (network.type === 'New' ? 'Private Google Access' : undefined),
  source: access,
});

/** What pods and nodes reach of Google Cloud. */
export const googleRows: readonly Row<GoogleEnvironment>[] = [
  api('storage', { from: ['api', 'brainstore', 'nodes'], why: 'read and write the buckets; pull image layers' }),
  api('sts', { from: ['api', 'brainstore', 'operator'], why: 'take on their service accounts' }),
  api('iamcredentials', {
    from: ['api', 'brainstore', 'operator'],
    why: 'take on their service accounts, and sign links',
  }),
  api('secretmanager', { from: ['operator'], why: 'reads its listed secrets' }),
  api('container', { from: ['nodes'], why: 'join the cluster' }),
  api('logging', { from: ['nodes'], why: 'write logs' }),
  api('monitoring', { from: ['nodes'], why: 'write metrics' }),
  {
    host: ({ spec: { cloud } }) => `${cloud.region}-docker.pkg.dev`,
    from: ['nodes'],
    why: "pull images of the cluster's own parts",
    within: ({ spec: { network } }) => (network.type === 'New' ? 'Private Google Access' : undefined),
    source: access,
  },
  {
    host: 'gke.gcr.io',
    from: ['nodes'],
    why: "pull images of the cluster's own parts",
    within: ({ spec: { network } }) => (network.type === 'New' ? 'Private Google Access' : undefined),
    source: access,
  },
];
