import { describe, expect, it } from 'vitest';
import { differences } from '../../../src/dataplane/rollout/difference.ts';

const deployment = (image: string, extra: object = {}) => ({
  spec: {
    replicas: 2,
    template: { spec: { containers: [{ name: 'api', image, ports: [{ containerPort: 8000 }], ...extra }] } },
  },
});

describe('differences between what we want and what is there', () => {
  it('ignores what the API server and others add', () => {
    const live = {
      ...deployment('a:v1', { imagePullPolicy: 'Always', env: [{ name: 'THEIRS', value: 'x' }] }),
      status: { replicas: 2 },
    };
    live.spec.template.spec.containers.unshift({ name: 'sidecar', image: 'mesh', ports: [] });
    expect(differences(deployment('a:v1'), live)).toEqual([]);
  });

  it('names the field by its key in the list, with both values', () => {
    expect(differences(deployment('a:v2'), deployment('a:v1'))).toEqual([
      { field: 'spec.template.spec.containers[name=api].image', desired: 'a:v2', observed: 'a:v1' },
    ]);
  });

  it('sees a field that was removed', () => {
    expect(differences({ spec: { replicas: 2 } }, { spec: {} })).toEqual([{ field: 'spec.replicas', desired: '2' }]);
    expect(differences(deployment('a:v1'), { spec: { replicas: 2 } })).toEqual([{ field: 'spec.template' }]);
  });

  it('compares quantities by value, because the API server rewrites them', () => {
    const wanted = { resources: { requests: { cpu: '0.5', memory: '1024Mi', 'ephemeral-storage': '1000Gi' } } };
    const live = { resources: { requests: { cpu: '500m', memory: '1Gi', 'ephemeral-storage': '1000Gi' } } };
    expect(differences(wanted, live)).toEqual([]);
    expect(differences(wanted, { resources: { requests: { ...live.resources.requests, cpu: '501m' } } })).toHaveLength(
      1,
    );
    expect(differences({ data: { X: '0.5' } }, { data: { X: '500m' } })).toHaveLength(1);
  });

  it('takes an atomic list as a whole, and an empty one as absent', () => {
    expect(differences({ args: ['web'] }, { args: ['web', '--more'] })).toEqual([{ field: 'args' }]);
    expect(differences({ args: [] }, {})).toEqual([]);
    expect(differences({ env: [{ name: 'A', value: '' }] }, { env: [{ name: 'A' }] })).toEqual([]);
  });

  it('quotes keys that carry dots or slashes', () => {
    const [only] = differences({ metadata: { annotations: { 'a.b/c': '1' } } }, { metadata: { annotations: {} } });
    expect(only?.field).toBe('metadata.annotations["a.b/c"]');
  });

  it('does not repeat what somebody wrote into an environment: it may be a secret', () => {
    const env = (value: string) => deployment('a:v1', { env: [{ name: 'ORIGIN', value }] });
    expect(differences(env('ours'), env('CANARY'))).toEqual([
      { field: 'spec.template.spec.containers[name=api].env[name=ORIGIN].value' },
    ]);
    expect(differences({ data: { 'A.B': 'ours' } }, { data: { 'A.B': 'CANARY' } })).toEqual([{ field: 'data["A.B"]' }]);
  });
});
