import type { WireRequest, WireResponse } from '../../runtime/transport.ts';
import { jsonAnswer } from './answer.ts';
import type { Vault } from './vault.ts';

const contentType = 'application/x-amz-json-1.1';

/** AWS' JSON protocol 1.1 of Secrets Manager. Source: its API Reference, GetSecretValue and Common Errors. */
export function answerAws(vault: Vault, request: WireRequest, now: number): WireResponse {
  if (request.headers?.['authorization']?.startsWith('AWS4-HMAC-SHA256 ') !== true) {
    return refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  if (vault.outage === 'throttled') return refusal(400, 'ThrottlingException', 'Rate exceeded');
  if (vault.outage === 'unavailable')
    return refusal(500, 'InternalServiceError', 'An error occurred on the server side.');
  if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
    return refusal(400, 'UnknownOperationException', 'The stand-in knows GetSecretValue alone.');
  }
  const id = awsSecretId(request);
  const name = vault.names.find(
    (known) => known === id || (known.startsWith(`${id}-`) && known.length === id.length + 7),
  );
  const secret = name === undefined ? undefined : vault.get(name);
  switch (secret?.state) {
    case undefined:
      return refusal(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    case 'empty':
    case 'disabled':
      return refusal(
        400,
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      );
    case 'deleted':
      return refusal(
        400,
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    case 'denied':
      return refusal(
        400,
        'AccessDeniedException',
        `User: arn:aws:sts::123456789012:assumed-role/operator/session is not authorized to perform: secretsmanager:GetSecretValue on resource: ${id} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
      );
    case 'readable': {
      const { id: version, value } = secret.version;
      const answer = { ARN: name, Name: id.split(':').at(-1), VersionId: version, SecretString: value };
      return jsonAnswer(200, { ...answer, VersionStages: ['AWSCURRENT'], CreatedDate: now / 1000 }, contentType);
    }
  }
}

export function awsSecretId({ body = '' }: WireRequest): string {
  const { SecretId } = JSON.parse(body) as { readonly SecretId?: string };
  return SecretId ?? '';
}

function refusal(status: number, type: string, message: string): WireResponse {
  return jsonAnswer(status, { __type: type, message, Message: message }, contentType);
}
