import type { SelfHostedEnvironment } from '../../../../stacks/environment/schema/environment.ts';
import { partsOf } from '../../../../stacks/engine/step.ts';
import type { StackState } from '../../../../stacks/engine/state.ts';
import type { RestCalls } from '../../../clouds/rest-calls.ts';
import type { Holdings } from '../subjects.ts';
import type { Probe } from './probe.ts';

/** Only the clients of the environment's own cloud are loaded. */
export async function probeOf(
  { spec }: SelfHostedEnvironment,
  holdings: Holdings,
  state: StackState,
  now: number,
  clouds: RestCalls,
  signal: AbortSignal,
): Promise<Probe> {
  const { copies } = holdings;
  switch (spec.cloud.provider) {
    case 'aws': {
      const { awsProbe } = await import('./aws.ts');
      return awsProbe(spec.cloud.region, copies, signal);
    }
    case 'google': {
      const { googleProbe } = await import('./google.ts');
      return googleProbe(spec.cloud.project, await clouds.google(), copies, signal);
    }
    case 'azure': {
      const { azureProbe } = await import('./azure.ts');
      const { subscriptionId } = spec.cloud;
      const brought = 'vaultId' in spec.encryption ? spec.encryption.vaultId : undefined;
      const vaultId = brought ?? madeVaultId(state);
      return azureProbe({ subscriptionId, vaultId, copies, now }, await clouds.azure(), signal);
    }
  }
}

/** The vault of the plane's own keys and secrets, not that of the copies. */
function madeVaultId({ deployment }: StackState): string {
  const vaults = (deployment.resources ?? []).filter(({ type }) => type === 'azure-native:keyvault:Vault');
  return vaults.find(({ urn }) => partsOf(urn).concern === 'encryption')?.id ?? '';
}
