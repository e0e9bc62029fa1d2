import { describe, expect, it } from 'vitest';
import { handOver } from '../../../stacks/byoc/hand-over.ts';
import { byocAwsOutputs, type ByocAwsOutputs, type ByocGoogleOutputs } from '../../../stacks/byoc/outputs.ts';
import { byocOnAws, byocOnGoogle } from './environments.ts';

const onAws: ByocAwsOutputs = {
  provider: 'aws',
  account: '123456789012',
  region: 'eu-west-1',
  deploymentName: 'acme-bt',
  externalId: 'braintrust-0f8fad5b-d9cb-469f-a165-70867728950e',
  deploymentRoleArn: 'arn:deployment',
  supportRoleArn: 'arn:support',
  observerRoleArn: 'arn:observer',
  runtimeBoundaryArn: 'arn:boundary',
  sessionSeconds: 3600,
  stateBucket: 'state',
  statePrefix: 'state/',
  operationsBucket: 'operations',
  operationsPrefix: 'operations/',
  bootstrapKeyArn: '<encryption.state.arn>',
  licenseSecretArn: 'arn:license',
  guardrails: [],
  quotas: [{ service: 'ec2', code: 'L-1', what: 'vCPUs', value: 512 }],
  diagnostics: { mode: 'Disallowed' },
};

const onGoogle: ByocGoogleOutputs = {
  provider: 'google',
  project: 'acme-braintrust',
  projectNumber: '123456789012',
  region: 'europe-west4',
  deploymentName: 'acme-bt',
  deployServiceAccount: 'deploy@',
  supportServiceAccount: 'support@',
  stateBucket: 'state',
  licenseSecret: 'projects/acme-braintrust/secrets/license',
  services: ['container.googleapis.com'],
  denyPolicies: ['vendor'],
  quotas: [],
  diagnostics: { mode: 'Approval', from: '2026-11-25T09:00:00Z', until: '2026-11-25T11:00:00Z' },
};

describe('the document for the vendor', () => {
  it('names account, roles, external id, boundary, quotas, diagnostics and contacts', () => {
    expect(handOver(byocOnAws(), onAws)).toMatchObject({
      kind: 'HandOver',
      organization: 'Acme',
      cloud: { account: '123456789012', region: 'eu-west-1', deploymentName: 'acme-bt' },
      access: { externalId: onAws.externalId, deploymentRole: 'arn:deployment', supportRole: 'arn:support' },
      limits: { boundaryOfRoles: 'arn:boundary', namesBeginWith: 'acme-bt-' },
      diagnostics: { mode: 'Disallowed' },
      quotas: onAws.quotas,
      contacts: ['ops@acme.test'],
    });
  });

  it('leaves out diagnostics where there are none', () => {
    const document = handOver(byocOnAws(), onAws);
    expect(document.access).not.toHaveProperty('diagnosticsRole');
    expect(document.kept).not.toHaveProperty('shellDocument');
  });

  it('takes over nothing that is not meant for the vendor: a secret that strays into the outputs goes nowhere', () => {
    const strayed = Object.assign({}, onAws, { password: 'canary-5f2d' });
    expect(JSON.stringify(handOver(byocOnAws(), strayed))).not.toContain('canary-5f2d');
    expect(byocAwsOutputs.safeParse(strayed).success).toBe(false);
  });

  it('keeps marks of what is not known yet', () => {
    expect(handOver(byocOnAws(), onAws).kept['key']).toBe('<encryption.state.arn>');
  });

  it('names project, accounts and denials on Google Cloud, and until when diagnostics are open', () => {
    expect(handOver(byocOnGoogle(), onGoogle)).toMatchObject({
      cloud: { project: 'acme-braintrust', region: 'europe-west4' },
      access: { deployServiceAccount: 'deploy@', supportServiceAccount: 'support@' },
      limits: { denyPolicies: ['vendor'] },
      diagnostics: { until: '2026-11-25T11:00:00Z' },
    });
  });
});
