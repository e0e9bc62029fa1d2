import { those, type Check } from './check.ts';

/** What the clouds refuse at the front of, or anywhere in, a name that begins with the environment's. */
const refused = {
  // Cloud Storage: "Bucket names cannot begin with the goog prefix and cannot contain google or close misspellings".
  google: /^goog|google|g00gle/,
  // Azure Resource Manager, "Resolve reserved resource name errors".
  azure: /^(microsoft|windows|login|xbox)|microsoft|windows/,
  // Amazon S3, "General purpose bucket naming rules".
  aws: /^(xn--|sthree-|amzn-s3-demo-)/,
} as const;

/** Namespaces of others. */
const taken = /^(default|kube-.*|planewright-system)$/;

export const nameChecks: readonly Check[] = [
  {
    id: 'name-is-taken-by-every-service',
    check: ({ metadata: { name }, spec }) => {
      if (spec.mode === 'SaaS') return [];
      const path = ['metadata', 'name'];
      return those(
        name.includes('--') && {
          path,
          reason: 'has two dashes in a row, which databases and vaults refuse',
          next: 'take one',
        },
        refused[spec.cloud.provider].test(name) && {
          path,
          reason: `is a name that ${spec.cloud.provider} keeps for itself: buckets and vaults begin with it`,
          next: 'take another one',
        },
      );
    },
  },
  {
    id: 'namespace-is-the-planes-own',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted') return [];
      const { namespace } = spec.plane;
      return those(
        taken.test(namespace) && {
          path: ['spec', 'plane', 'namespace'],
          reason: `is ${namespace}, which belongs to others`,
          next: 'take one of its own, such as braintrust',
        },
      );
    },
  },
  {
    id: 'tags-are-ones-own',
    check: ({ spec }) => {
      if (spec.mode === 'SaaS') return [];
      return Object.keys(spec.tags).flatMap((key) => {
        const path = ['spec', 'tags', key];
        return those(
          (key.startsWith('planewright:') || key === 'BraintrustDeploymentName') && {
            path,
            reason: 'is set by Planewright itself',
            next: 'remove it',
          },
          /^(aws:|goog|microsoft|azure|windows)/i.test(key) && {
            path,
            reason: 'begins with a word that the clouds keep for themselves',
            next: 'take another key',
          },
          (key === '' || key.length > 128) && { path, reason: 'must have 1 to 128 characters' },
        );
      });
    },
  },
];
