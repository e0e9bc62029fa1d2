import type { WireRequest, WireResponse } from '../../runtime/transport.ts';
import { jsonAnswer } from './answer.ts';
import { isBearer } from './google.ts';
import type { Vault } from './vault.ts';

/** Key Vault's REST API, version 7.4. Source: its reference, Get Secret; `innererror` as clients report it. */
export function answerAzure(vault: Vault, vaultName: string, request: WireRequest): WireResponse {
  if (!isBearer(request)) return refusal(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.');
  if (vault.outage === 'throttled')
    return refusal(429, 'Throttled', 'Request was not processed because too many requests were received.');
  if (vault.outage === 'unavailable') return refusal(503, 'ServiceUnavailable', 'The service is unavailable.');
  const name = azureSecretName(vaultName, request);
  if (request.method !== 'GET' || name === undefined || request.query?.['api-version'] === undefined) {
    return refusal(400, 'BadParameter', 'The stand-in knows Get Secret alone, with an api-version.');
  }
  const secret = vault.get(name);
  switch (secret?.state) {
    case undefined:
    case 'deleted':
    case 'empty':
      return refusal(
        404,
        'SecretNotFound',
        `A secret with (name/id) ${name.split('/').at(-1) ?? ''} was not found in this key vault.`,
      );
    case 'disabled':
      return refusal(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', 'SecretDisabled');
    case 'denied':
      return refusal(
        403,
        'Forbidden',
        'Caller is not authorized to perform action on resource.\r\nCaller: appid=operator\r\nAssignment: (not found)',
        'ForbiddenByRbac',
      );
    case 'readable': {
      const { id, value } = secret.version;
      return jsonAnswer(200, {
        value,
        id: `${name}/${id}`,
        attributes: { enabled: true, recoveryLevel: 'Recoverable' },
      });
    }
  }
}

export function azureSecretName(vaultName: string, { path }: WireRequest): string | undefined {
  const [, name] = /^\/secrets\/([^/]+)\/?$/.exec(path) ?? [];
  return name === undefined ? undefined : `https://${vaultName}.vault.azure.net/secrets/${name}`;
}

function refusal(status: number, code: string, message: string, inner?: string): WireResponse {
  return jsonAnswer(status, { error: { code, message, ...(inner !== undefined && { innererror: { code: inner } }) } });
}
