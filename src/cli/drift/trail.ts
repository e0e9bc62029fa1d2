import type { AuditSubject, Trail } from '../../clouds/audit/trail.ts';
import type { CloudDrift } from '../../../stacks/engine/drift.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { placeOf } from '../../../stacks/place.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';

/** The audit log of the cloud that an environment is in; undefined where there is none. */
export async function trailOf(environment: Environment, io: Io): Promise<Trail | undefined> {
  const { account, region } = placeOf(environment);
  switch (cloudOf(environment)) {
    case 'aws': {
      const { awsTrail } = await import('../../clouds/audit/aws.ts');
      return awsTrail({ region, clock: systemClock });
    }
    case 'google': {
      const { googleTrail } = await import('../../clouds/audit/google.ts');
      const { googleCall } = await import('../../clouds/google.ts');
      return googleTrail({ project: account, call: await googleCall(io.env) });
    }
    case 'azure': {
      const { azureTrail } = await import('../../clouds/audit/azure.ts');
      const { azureCall } = await import('../../clouds/azure.ts');
      return azureTrail({ subscription: account, call: await azureCall(io.env) });
    }
    case undefined:
      return undefined;
  }
}

/** Services of AWS that are the same everywhere, whose events are in one region. Source: CloudTrail, global service events. */
const everywhere = /^aws:(iam|route53|cloudfront)\//;

export function subjectOf({ urn, type, id, physicalName, arn }: CloudDrift): AuditSubject {
  const names = [...new Set([physicalName, id, arn].filter((name) => name !== undefined && name !== ''))];
  return {
    key: urn,
    names: names.filter((name) => name !== undefined),
    ...(everywhere.test(type) && { region: 'us-east-1' }),
  };
}
