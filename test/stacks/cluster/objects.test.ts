import { describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { objectProblems } from '../../../stacks/cluster/check.ts';
import { clusterObjects, governedNamespaces, operatorIdentity } from '../../../stacks/cluster/objects.ts';
import { textsIn } from '../../../stacks/inputs.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { saasEnvironment } from '../plan/support/environments.ts';
import { selfHosted, type Cloud } from '../support/environments.ts';
import { awsExample, azureExample, googleExample } from '../support/outputs.ts';

const outputs: Readonly<Record<Cloud, PlaneOutputs>> = {
  aws: awsExample,
  google: googleExample,
  azure: azureExample,
};
const clouds = Object.keys(outputs) as Cloud[];
/** With an OIDC provider: then roles reach pods by annotation. */
const irsa = {
  kubernetes: {
    type: 'Existing',
    name: 'platform',
    securityGroupId: 'sg-0123456789abcdef0',
    oidcProviderArn: 'arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0',
  },
};
const objectsOf = (cloud: Cloud, spec: Readonly<Record<string, unknown>> = cloud === 'aws' ? irsa : {}) =>
  clusterObjects(selfHosted(cloud, spec), outputs[cloud]);
const objectOf = (cloud: Cloud, kind: string, spec?: Readonly<Record<string, unknown>>) =>
  must(
    objectsOf(cloud, spec).find((object) => object.kind === kind),
    `there is a ${kind}`,
  ) as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a person or the CLI needs, and no object of the cluster. */
const forPeople = new Set([
  'provider',
  'clusterName',
  'clusterEndpoint',
  'planeUrl',
  'dnsRecords',
  'keyVaultUri',
  'exportRoleArns',
  'exportServiceAccounts',
]);

describe('the objects of a cluster', () => {
  it.each(clouds)('take up every output of the program on %s, and nothing of it is lost on the way', (cloud) => {
    const environment = selfHosted(cloud, cloud === 'aws' ? irsa : {});
    const shown = JSON.stringify([
      clusterObjects(environment, outputs[cloud]),
      operatorIdentity(environment, outputs[cloud]),
    ]);
    for (const [name, value] of Object.entries(outputs[cloud])) {
      if (forPeople.has(name)) continue;
      for (const { text } of textsIn(value)) expect(shown, name).toContain(text);
    }
  });

  it.each(clouds)('are such as the API server takes on %s, with what is not known yet taken for something', (cloud) => {
    expect(objectProblems(objectsOf(cloud))).toEqual([]);
  });

  it('are refused, field by field, where what is known does not fit', () => {
    const wrong = { ...azureExample, storageAccountName: 'Not-A-Storage-Account' };
    const problems = objectProblems(clusterObjects(selfHosted('azure'), wrong));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^DataPlane prod: spec[.]cloud[.]azure[.]storageAccountName must be 3 to 24/);
  });

  it('come in the order in which they are applied', () => {
    expect(objectsOf('google').map(({ kind }) => kind)).toEqual([
      'Namespace',
      'StorageClass',
      'Organization',
      'Secret',
      'DataPlane',
    ]);
  });

  it('name for each key of the plane where its value is, and hold none', () => {
    const { metadata, ...secret } = objectOf('azure', 'Secret');
    expect(Object.keys(secret).sort()).toEqual(['apiVersion', 'kind', 'type']);
    expect(metadata?.['name']).toBe('braintrust-sources');
    const annotations = metadata?.['annotations'] as Readonly<Record<string, string>>;
    expect(Object.keys(annotations).sort()).toEqual([
      'planewright.dev/source-AZURE_STORAGE_CONNECTION_STRING',
      'planewright.dev/source-BRAINSTORE_LICENSE_KEY',
      'planewright.dev/source-FUNCTION_SECRET_KEY',
      'planewright.dev/source-PG_URL',
      'planewright.dev/source-REDIS_URL',
    ]);
    expect(JSON.parse(annotations['planewright.dev/source-PG_URL'] ?? '')).toEqual(azureExample.secrets.postgresUrl);
    const { secrets } = must(objectOf('azure', 'DataPlane')['spec'], 'it has one');
    expect(secrets).toMatchObject({ postgresUrl: { name: 'braintrust-sources', key: 'PG_URL' } });
  });

  it('leave roles out where EKS Pod Identity knows them, which an annotation would override', () => {
    const spec = objectOf('aws', 'DataPlane', {})['spec'];
    expect(JSON.stringify(spec)).not.toContain('RoleArn');
    expect(operatorIdentity(selfHosted('aws'), awsExample)).toEqual({});
    expect(operatorIdentity(selfHosted('aws', irsa), awsExample)).toEqual({
      'eks.amazonaws.com/role-arn': awsExample.operatorRoleArn,
    });
  });

  it('put Brainstore where the environment says, else on the nodes of the program', () => {
    const brainstore = { reader: { nodeSelector: { disk: 'mine' } } };
    const spec = objectOf('google', 'DataPlane', { plane: { brainstore } })['spec'];
    expect(spec?.['brainstore']).toMatchObject({
      reader: { nodeSelector: { disk: 'mine' }, tolerations: googleExample.brainstoreTolerations },
      writer: { nodeSelector: googleExample.brainstoreNodeSelector },
    });
  });

  it('refer to the Organization beside the plane, and spell out what no reference can say', () => {
    expect(objectOf('google', 'DataPlane')['spec']).toMatchObject({ organizationRef: { name: 'organization' } });
    const apart = objectOf('google', 'DataPlane', { organization: { namespace: 'governance' } })['spec'];
    expect(apart).toMatchObject({ organizations: { name: 'Acme' } });
    expect(apart).not.toHaveProperty('organizationRef');
    const any = { name: '*', primaryName: 'Acme' };
    expect(objectOf('google', 'DataPlane', { organization: any })['spec']).toMatchObject({ organizations: any });
    expect(objectOf('google', 'Organization', { organization: any })['spec']).toMatchObject({
      connection: { organizationName: 'Acme' },
    });
  });

  it('are the Organization alone where the vendor hosts the plane, and its namespace', () => {
    const objects = clusterObjects(saasEnvironment(), undefined);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace braintrust',
      'Organization organization',
    ]);
    expect(objectProblems(objects)).toEqual([]);
  });

  it('are the plane alone where the organization is not governed', () => {
    const environment = selfHosted('google', { organization: { governed: false, namespace: 'elsewhere' } });
    expect(governedNamespaces(environment)).toEqual(['braintrust']);
    expect(clusterObjects(environment, googleExample).map(({ kind }) => kind)).not.toContain('Organization');
  });
});
