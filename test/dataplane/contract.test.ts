import { describe, expect, it } from 'vitest';
import {
  clouds as cloudNames,
  components,
  componentContracts,
  type Cloud,
  type Component,
} from '../../src/dataplane/contract/components.ts';
import { environment, type EnvironmentContract } from '../../src/dataplane/contract/environment.ts';
import { planeSecretName, secretKeys } from '../../src/dataplane/contract/secret.ts';
import { must } from '../../src/runtime/must.ts';
import { clouds, planeContext } from './support/planes.ts';
import { containerOf, environmentOf, find, podSpecOf } from './support/rendered.ts';

const every: readonly (readonly [Cloud, Component])[] = cloudNames.flatMap((cloud) =>
  components.map((component) => [cloud, component] as const),
);
const contracts = Object.entries(environment) as readonly (readonly [string, EnvironmentContract])[];
const applies = (entry: EnvironmentContract, cloud: Cloud, component: Component): boolean =>
  entry.on.includes(component) && (entry.clouds === undefined || entry.clouds.includes(cloud));

describe.each(every)('on %s, the %s', (cloud, component) => {
  const context = planeContext({ cloud: clouds[cloud] });
  const contract = componentContracts[component];
  const name = contract.objectName;

  it('has the names that trust policies, load balancers and the vendor count on', () => {
    expect(podSpecOf(context, name).serviceAccountName).toBe(contract.serviceAccount);
    expect(find(context, 'ServiceAccount', contract.serviceAccount).metadata.namespace).toBe('acme');
    expect(containerOf(context, name)).toMatchObject({
      name: contract.container,
      image: `${contract.repository}:v2.9.0`,
      ports: [{ containerPort: contract.port }],
    });
    expect(find(context, 'Service', name).spec).toMatchObject({
      selector: { app: name },
      ports: [{ name: 'http', port: contract.port, targetPort: contract.port }],
    });
    expect(find(context, 'Deployment', name).spec.selector).toEqual({ matchLabels: { app: name } });
  });

  it('is probed where it listens', () => {
    const { livenessProbe, readinessProbe, startupProbe } = containerOf(context, name);
    for (const probe of [livenessProbe, readinessProbe, startupProbe]) {
      expect(probe?.httpGet).toEqual({ path: '/', port: contract.port });
    }
    expect(livenessProbe).toMatchObject({ initialDelaySeconds: contract.probe.initialDelaySeconds });
  });

  it('is given every variable of the contract, and none beside it', () => {
    const given = environmentOf(context, name);
    const wanted = contracts.filter(([, entry]) => entry.presence === 'always' && applies(entry, cloud, component));
    expect([...given.keys()]).toEqual(expect.arrayContaining(wanted.map(([variable]) => variable)));
    for (const variable of given.keys()) {
      const entry = must(contracts.find(([known]) => known === variable)?.[1], `${variable} is in the contract`);
      expect(applies(entry, cloud, component), `${variable} belongs here`).toBe(true);
    }
  });

  it('takes secrets from the one Secret, by keys of the contract', () => {
    for (const [variable, value] of environmentOf(context, name)) {
      if (!value.startsWith('secret ')) continue;
      const [secret, key] = value.slice('secret '.length).split('/');
      expect(secret, variable).toBe(planeSecretName);
      expect((secretKeys as Record<string, { consumers: readonly string[] }>)[String(key)]?.consumers).toContain(
        component,
      );
    }
  });

  it('reads function secrets and service tokens with one key', () => {
    const given = environmentOf(context, name);
    expect(given.get('SERVICE_TOKEN_SECRET_KEY')).toBe(given.get('FUNCTION_SECRET_KEY'));
    expect(given.get('FUNCTION_SECRET_KEY')).toBe('secret braintrust-secrets/FUNCTION_SECRET_KEY');
  });
});

describe('the contract', () => {
  it('says where each fact comes from', () => {
    for (const [variable, entry] of contracts) expect(entry.source, variable).toMatch(/chart|module|documentation/);
    for (const contract of Object.values(componentContracts)) expect(contract.source).toMatch(/chart/);
  });

  it('fixes the variables that say where the data is', () => {
    const value = (cloud: Cloud, variable: string) =>
      environmentOf(planeContext({ cloud: clouds[cloud] }), 'brainstore-writer').get(variable);
    expect(value('aws', 'BRAINSTORE_INDEX_URI')).toBe('s3://acme-brainstore/brainstore/index');
    expect(value('aws', 'BRAINSTORE_REALTIME_WAL_URI')).toBe('s3://acme-brainstore/brainstore/wal');
    expect(value('aws', 'BRAINSTORE_LOCKS_URI')).toBe('s3://acme-brainstore/brainstore/locks');
    expect(value('aws', 'BRAINSTORE_RESPONSE_CACHE_URI')).toBe('s3://acme-responses/brainstore-cache');
    expect(value('aws', 'BRAINSTORE_CODE_BUNDLE_URI')).toBe('s3://acme-code');
    expect(value('azure', 'BRAINSTORE_INDEX_URI')).toBe('az://brainstore/brainstore/index');
    expect(value('google', 'BRAINSTORE_INDEX_URI')).toBe('gs://acme-brainstore/brainstore/index');
    expect(value('google', 'BRAINSTORE_RESPONSE_CACHE_URI')).toBe('gs://acme-api/brainstore-cache');
  });

  it('keeps locks in Redis where the spec says so, from the same URL', () => {
    const context = planeContext({ storage: { locks: 'Redis' } });
    expect(environmentOf(context, 'brainstore-reader').get('BRAINSTORE_LOCKS_URI')).toBe(
      'secret braintrust-secrets/REDIS_URL',
    );
  });
});
