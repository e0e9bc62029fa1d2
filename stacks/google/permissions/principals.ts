import type { GoogleEnvironment } from '../../environment/schema/environment.ts';
import type { Principal } from '../../permissions/grant.ts';
import { addressOf, backupKeyUsers, keyUsers, transferAgent } from '../service-agents.ts';
import { backupBucketNamesOf, bucketNamesOf } from '../bucket-names.ts';
import { keyNamesOf } from '../key-names.ts';
import { planeSecretsOf } from '../secret-names.ts';
import { accountIdOf, emailOf, planeEmailOf, resourceNames, trustedBy, type PlaneAccount } from './names.ts';
import { below, planePrincipals } from './plane.ts';

/** Somebody with his address in IAM. */
export interface GooglePrincipal extends Principal {
  /** `serviceAccount:…`. */
  readonly member: string;
}

/** Everybody that an environment on Google Cloud gives rights to, and which. The program makes exactly these. */
export function principalsOf(environment: GoogleEnvironment): readonly GooglePrincipal[] {
  const planeMember = (account: PlaneAccount) => `serviceAccount:${planeEmailOf(environment, account)}`;
  return [
    ...planePrincipals(environment).map((principal) => ({
      ...principal,
      member: planeMember(principal.principal === 'api' ? 'api' : 'brainstore'),
    })),
    { ...operatorPrincipal(environment), member: planeMember('operator') },
    ...nodePrincipals(environment),
    ...exportPrincipals(environment),
    ...transferPrincipals(environment),
    ...agentPrincipals(environment),
  ];
}

function operatorPrincipal(environment: GoogleEnvironment): Principal {
  return {
    principal: 'operator',
    description: "Planewright's operator: the listed secrets, by name, and nothing else of the cloud.",
    trusts: trustedBy(environment, 'operator'),
    grants: [
      {
        id: 'ListedSecrets',
        allows: ['roles/secretmanager.secretAccessor'],
        on: Object.values(planeSecretsOf(environment)),
        neededBy: 'operator',
        why: "composes the plane's Secret of them",
      },
    ],
  };
}

function nodePrincipals(environment: GoogleEnvironment): readonly GooglePrincipal[] {
  const { kubernetes, cloud } = environment.spec;
  if (kubernetes.type === 'Existing') return [];
  const on = [resourceNames.project(cloud.project)];
  const everywhere = 'metrics, logs and images have no narrower resource that is known beforehand';
  return [
    {
      principal: 'nodes',
      description: 'Nodes of the cluster. Pods cannot act as it: they reach the metadata server of GKE instead.',
      trusts: ['machines of the cluster'],
      member: `serviceAccount:${emailOf(environment, accountIdOf(environment, 'nodes'))}`,
      grants: [
        {
          id: 'LogsAndMetrics',
          allows: ['roles/container.defaultNodeServiceAccount'],
          on,
          neededBy: 'nodes',
          why: 'writes logs and metrics of the cluster',
          everywhere,
        },
        {
          id: 'Images',
          allows: ['roles/artifactregistry.reader'],
          on,
          neededBy: 'nodes',
          why: 'pulls images from a mirror in Artifact Registry',
          everywhere,
        },
      ],
    },
  ];
}

function exportPrincipals(environment: GoogleEnvironment): readonly GooglePrincipal[] {
  return environment.spec.exports.map(({ name, bucket, prefix }) => ({
    principal: `export-${name}`,
    description: `Writes exports to ${bucket}/${prefix}; taken on by Brainstore.`,
    trusts: ['brainstore'],
    member: `serviceAccount:${emailOf(environment, accountIdOf(environment, `export-${name}`))}`,
    grants: [
      {
        id: 'Target',
        allows: ['roles/storage.objectUser'],
        on: [resourceNames.bucket(bucket)],
        ...(prefix !== '' && { expression: below(bucket, [prefix]) }),
        neededBy: 'brainstore',
        why: 'writes files of an export, and writes one again when it is repeated',
      },
    ],
  }));
}

function transferPrincipals(environment: GoogleEnvironment): readonly GooglePrincipal[] {
  const { backups, cloud } = environment.spec;
  if (backups.region === undefined) return [];
  const from = Object.values(bucketNamesOf(environment)).map(resourceNames.bucket);
  const to = Object.values(backupBucketNamesOf(environment)).map(resourceNames.bucket);
  const neededBy = 'backups';
  return [
    {
      principal: 'transfer',
      description: "Google's agent that copies the buckets to another region.",
      trusts: ['Storage Transfer Service'],
      member: `serviceAccount:${addressOf(transferAgent, cloud.projectNumber)}`,
      grants: [
        {
          id: 'ReadObjects',
          allows: ['roles/storage.objectViewer'],
          on: from,
          neededBy,
          why: 'reads what is copied',
        },
        {
          id: 'ReadBuckets',
          allows: ['roles/storage.legacyBucketReader'],
          on: from,
          neededBy,
          why: 'lists what is there',
        },
        {
          id: 'WriteCopies',
          allows: ['roles/storage.legacyBucketWriter'],
          on: to,
          neededBy,
          why: 'writes copies and takes away what is gone; old versions stay',
        },
      ],
    },
  ];
}

function agentPrincipals(environment: GoogleEnvironment): readonly GooglePrincipal[] {
  const { cloud } = environment.spec;
  const keys = keyNamesOf(environment);
  return keyUsers.map((agent) => ({
    principal: `agent-${agent.role}`,
    description: "Google's own agent of the service.",
    trusts: [`${agent.api}.googleapis.com`],
    member: `serviceAccount:${addressOf(agent, cloud.projectNumber)}`,
    grants: [
      {
        id: 'Key',
        allows: ['roles/cloudkms.cryptoKeyEncrypterDecrypter'],
        on: [keys.key, ...(keys.backupKey !== undefined && backupKeyUsers.includes(agent) ? [keys.backupKey] : [])],
        neededBy: agent.role,
        why: `encrypts ${agent.encrypts}`,
      },
    ],
  }));
}
