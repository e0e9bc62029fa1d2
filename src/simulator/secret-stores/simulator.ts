import type { Clock } from '../../runtime/clock.ts';
import type { Transport, WireRequest, WireResponse } from '../../runtime/transport.ts';
import { garbage, silence } from './answer.ts';
import { answerAws, awsSecretId } from './aws.ts';
import { answerAzure, azureSecretName } from './azure.ts';
import { answerGoogle, googleSecretName } from './google.ts';
import { StoreLog, type StoreLogEntry } from './request-log.ts';
import { Vault } from './vault.ts';

export interface SecretStoresSimulator {
  /** The secrets, by ARN, resource name or URL; a test puts them in and takes them away. */
  readonly vault: Vault;
  readonly requestLog: StoreLog;
  readonly aws: Transport;
  readonly google: Transport;
  readonly azure: Transport;
}

export interface SecretStoresOptions {
  readonly clock: Clock;
  /** Name of the Key Vault that `azure` answers as. */
  readonly azureVault?: string;
}

/** The secret stores of three clouds, over one vault. */
export function secretStoresSimulator({
  clock,
  azureVault = 'acme-vault',
}: SecretStoresOptions): SecretStoresSimulator {
  const vault = new Vault((count) => String(count).padStart(8, '0'));
  const requestLog = new StoreLog();
  const handler =
    (
      store: StoreLogEntry['store'],
      secretIn: (request: WireRequest) => string | undefined,
      answer: (request: WireRequest) => WireResponse,
    ): Transport =>
    async (request, signal) => {
      signal.throwIfAborted();
      const secret = secretIn(request) ?? `${request.method} ${request.path}`;
      const log = (status: number): void =>
        requestLog.append({ at: new Date(clock.now()).toISOString(), store, secret, status });
      if (vault.outage === 'silent') {
        log(0);
        return silence(signal);
      }
      const response = vault.outage === 'garbage' ? garbage : answer(request);
      log(response.status);
      return response;
    };
  return {
    vault,
    requestLog,
    aws: handler('aws', awsSecretId, (request) => answerAws(vault, request, clock.now())),
    google: handler('google', googleSecretName, (request) => answerGoogle(vault, request)),
    azure: handler(
      'azure',
      (request) => azureSecretName(azureVault, request),
      (request) => answerAzure(vault, azureVault, request),
    ),
  };
}
