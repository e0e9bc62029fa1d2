import type { Principal } from '../../permissions/grant.ts';
import type { PlaneReferences } from './references.ts';

/** Planewright's operator: the listed secrets, by name, and nothing else of the cloud. */
export function operatorPrincipal<Ref>({
  secrets,
  key,
  region,
}: PlaneReferences<Ref | string>): Principal<Ref | string> {
  return {
    principal: 'operator',
    description: 'The operator of Planewright',
    trusts: ['pods with the service account planewright-operator'],
    grants: [
      {
        id: 'ListedSecrets',
        allows: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        on: secrets,
        neededBy: 'operator',
        why: 'composes the Secret of the plane from these, and notices when one of them changes',
      },
      {
        id: 'KeyThroughSecretsManager',
        allows: ['kms:Decrypt'],
        on: [key],
        onlyIf: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
        neededBy: 'operator',
        why: 'reads secrets that the key encrypts',
      },
    ],
  };
}
