import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretValue } from '../../runtime/secret-value.ts';
import { awsSettings } from '../aws.ts';
import type { AwsSecretReference } from './reference.ts';
import { garbled, reading, type SecretStore } from './store.ts';

/**
 * AWS Secrets Manager, in whichever region the ARN names. The SDK's own client: it signs, and follows the web identity of
 * the pod. Source of the codes: Secrets Manager API Reference, GetSecretValue; and what it says of a secret without value
 * or about to be deleted.
 */
export function awsSecretStore(): SecretStore<AwsSecretReference> {
  const clients = new Map<string, SecretsManagerClient>();
  const clientFor = (region: string): SecretsManagerClient => {
    const client = clients.get(region) ?? new SecretsManagerClient(awsSettings(region));
    clients.set(region, client);
    return client;
  };
  return {
    read: ({ text, region }, signal) =>
      reading('secretsmanager GetSecretValue', absences, signal, async () => {
        const command = new GetSecretValueCommand({ SecretId: text });
        const answer = await clientFor(region)
          .send(command, { abortSignal: signal })
          .catch((error: unknown) => {
            throw isMarkedForDeletion(error) ? Object.assign(new Error('deleted'), { name: deleted }) : error;
          });
        const value = answer.SecretString ?? textOf(answer.SecretBinary);
        if (value === undefined) return garbled('Secrets Manager answered without a value that is text.');
        return { state: 'present', value: new SecretValue(value), version: answer.VersionId ?? 'unnamed' };
      }),
  };
}

const deleted = 'MarkedForDeletion';

const absences = {
  ResourceNotFoundException: 'is not there, or has no value yet',
  [deleted]: 'is marked for deletion',
};

/** One code stands for several states of a secret; the sentence alone says which. */
function isMarkedForDeletion(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'InvalidRequestException' &&
    /(marked|scheduled) for deletion/i.test(error.message)
  );
}

function textOf(binary: Uint8Array | undefined): string | undefined {
  if (binary === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(binary);
  } catch {
    // Bytes of another kind: nothing that an environment variable could hold.
    return undefined;
  }
}
