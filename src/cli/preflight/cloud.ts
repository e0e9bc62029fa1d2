import { byKind } from '../../../stacks/environment/kinds.ts';
import type {
  AwsEnvironment,
  AzureEnvironment,
  ByocAwsEnvironment,
  ByocGoogleEnvironment,
  GoogleEnvironment,
} from '../../../stacks/environment/schema/environment.ts';
import { withDeadline } from '../../runtime/abort.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';
import { asking } from './ask.ts';
import type { Preflight } from './subject.ts';
import type { Verdict } from './verdict.ts';

/** After which everything that is not answered counts as not known. */
const patience = 180_000;

/** What the cloud of an environment says of it; nothing where the vendor hosts it. */
export function cloudVerdicts(about: Omit<Preflight, 'ask'>, io: Io): Promise<readonly Verdict[]> {
  return withDeadline(systemClock, patience, 'the preflight', io.signal, (signal) => {
    // Of the process's own signal: a deadline is an answer that did not come, Ctrl-C ends everything.
    const preflight: Preflight = { ...about, ask: asking(io.signal) };
    const aws = async (environment: AwsEnvironment | ByocAwsEnvironment): Promise<readonly Verdict[]> => {
      const { awsAccount } = await import('../../clouds/account/aws.ts');
      const { awsVerdicts } = await import('./aws/checks.ts');
      return awsVerdicts(environment, preflight, awsAccount(environment.spec.cloud.region, signal));
    };
    const google = async (environment: GoogleEnvironment | ByocGoogleEnvironment): Promise<readonly Verdict[]> => {
      const { googleCall } = await import('../../clouds/google.ts');
      const { googleAccount } = await import('../../clouds/account/google.ts');
      const { googleVerdicts } = await import('./google/checks.ts');
      const call = await googleCall(io.env);
      return googleVerdicts(environment, preflight, googleAccount(call, environment.spec.cloud, signal));
    };
    const azure = async (environment: AzureEnvironment): Promise<readonly Verdict[]> => {
      const { azureCall } = await import('../../clouds/azure.ts');
      const { azureAccount } = await import('../../clouds/account/azure.ts');
      const { azureVerdicts } = await import('./azure/checks.ts');
      const call = await azureCall(io.env);
      return azureVerdicts(environment, preflight, azureAccount(call, environment.spec.cloud, signal));
    };
    return byKind<Promise<readonly Verdict[]>>(about.environment, {
      aws,
      byocAws: aws,
      google,
      byocGoogle: google,
      azure,
      saas: () => Promise.resolve([]),
    });
  });
}
