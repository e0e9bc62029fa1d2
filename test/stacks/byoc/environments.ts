import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import type { ByocAwsEnvironment, ByocGoogleEnvironment } from '../../../stacks/environment/schema/environment.ts';

type Part = Readonly<Record<string, unknown>>;

const shared = { mode: 'BYOC', organization: { name: 'Acme' }, alarms: { enabled: true, emails: ['ops@acme.test'] } };

/** An environment in which the vendor runs the plane on AWS; `spec` is laid over it field by field. */
export function byocOnAws({ name = 'acme-bt', cloud = {}, vendor = {}, ...spec }: AwsParts = {}): ByocAwsEnvironment {
  return resolveEnvironment({
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name },
    spec: {
      ...shared,
      cloud: {
        provider: 'aws',
        accountId: '123456789012',
        region: 'eu-west-1',
        zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
        ...cloud,
      },
      vendor: { externalId: '0f8fad5b-d9cb-469f-a165-70867728950e', ...vendor },
      ...spec,
    },
  }) as ByocAwsEnvironment;
}

/** The same on Google Cloud. */
export function byocOnGoogle({ name = 'acme-bt', vendor = {}, ...spec }: GoogleParts = {}): ByocGoogleEnvironment {
  return resolveEnvironment({
    apiVersion: 'environment.planewright.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name },
    spec: {
      ...shared,
      cloud: {
        provider: 'google',
        project: 'acme-braintrust',
        projectNumber: '123456789012',
        region: 'europe-west4',
        zones: ['europe-west4-a', 'europe-west4-b', 'europe-west4-c'],
      },
      vendor: {
        bridgeServiceAccount: 'bridge@vendor-management.iam.gserviceaccount.com',
        supportGroup: 'support@vendor.test',
        ...vendor,
      },
      ...spec,
    },
  }) as ByocGoogleEnvironment;
}

interface AwsParts {
  readonly name?: string;
  readonly cloud?: Part;
  readonly vendor?: Part;
  readonly guardrail?: Part;
  readonly quotas?: boolean;
  readonly alarms?: Part;
  readonly tags?: Part;
  readonly logArchive?: Part;
}

interface GoogleParts {
  readonly name?: string;
  readonly vendor?: Part;
  readonly logArchive?: Part;
  readonly services?: readonly string[];
  readonly alarms?: Part;
}
