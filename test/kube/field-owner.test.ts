import { describe, expect, it } from 'vitest';
import { ownersOf, stepsOf } from '../../src/kube/field-owner.ts';
import type { ManagedFieldsEntry } from '../../src/kube/managed-fields.ts';

const entry = (manager: string, time: string, fieldsV1: unknown, more: Partial<ManagedFieldsEntry> = {}) => ({
  manager,
  operation: 'Update' as const,
  time,
  fieldsV1,
  ...more,
});

function object(...managed: readonly ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  return managed;
}

const template = (container: unknown): object => ({
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"api"}': container } } } },
});

const names = (of: readonly ManagedFieldsEntry[], field: string): readonly string[] =>
  ownersOf(of, field).map(({ manager }) => manager);

describe('who owns a field', () => {
  it.each([
    ['spec.replicas', [{ field: 'spec' }, { field: 'replicas' }]],
    [
      'metadata.labels["app.kubernetes.io/name"]',
      [{ field: 'metadata' }, { field: 'labels' }, { field: 'app.kubernetes.io/name' }],
    ],
    [
      'containers[name=api].args[0]',
      [{ field: 'containers' }, { key: 'name', value: 'api' }, { field: 'args' }, { index: 0 }],
    ],
  ])('is read from a path: %s', (field, steps) => {
    expect(stepsOf(field)).toEqual(steps);
  });

  it('is the manager of that item of a list, and not of another', () => {
    const image = 'spec.template.spec.containers[name=api].image';
    const of = object(entry('kubectl-set', '2026-01-01T00:00:00Z', template({ 'f:image': {} })));
    expect(names(of, image)).toEqual(['kubectl-set']);
    expect(names(of, image.replace('name=api', 'name=other'))).toEqual([]);
    expect(names(of, 'spec.replicas')).toEqual([]);
  });

  it('finds an item by one of several keys, whatever their type', () => {
    const ports = { 'f:spec': { 'f:ports': { 'k:{"port":8000,"protocol":"TCP"}': { '.': {}, 'f:targetPort': {} } } } };
    expect(names(object(entry('x', '', ports)), 'spec.ports[port=8000].targetPort')).toEqual(['x']);
    expect(names(object(entry('x', '', ports)), 'spec.ports[port=9000].targetPort')).toEqual([]);
  });

  it('owns an atomic list as a whole', () => {
    const of = object(entry('helm', '', template({ 'f:args': {} })));
    expect(names(of, 'spec.template.spec.containers[name=api].args[1]')).toEqual(['helm']);
  });

  it('does not take whoever owns the container of a field alone for its owner', () => {
    const of = object(entry('helm', '', { 'f:metadata': { 'f:labels': { '.': {} } } }));
    expect(names(of, 'metadata.labels["a/b"]')).toEqual([]);
  });

  it('names the latest first, and leaves status out', () => {
    const replicas = { 'f:spec': { 'f:replicas': {} } };
    const of = object(
      entry('planewright-install', '2026-01-01T00:00:00Z', replicas, { operation: 'Apply' }),
      entry('kubectl-scale', '2026-02-01T00:00:00Z', replicas),
      entry('controller', '2026-03-01T00:00:00Z', replicas, { subresource: 'status' }),
    );
    expect(ownersOf(of, 'spec.replicas')).toEqual([
      { manager: 'kubectl-scale', operation: 'Update', at: '2026-02-01T00:00:00Z' },
      { manager: 'planewright-install', operation: 'Apply', at: '2026-01-01T00:00:00Z' },
    ]);
  });

  it('is nobody where the server keeps no record', () => {
    expect(ownersOf([], 'spec.replicas')).toEqual([]);
  });
});
