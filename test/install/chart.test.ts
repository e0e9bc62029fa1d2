import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { chartFiles, chartTemplates } from '../../src/install/chart.ts';
import { installObjects, type InstallOptions } from '../../src/install/objects.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { renderTemplate, type HelmContext } from './helm-subset.ts';

const chart = join(import.meta.dirname, '../../charts/operator');
const defaults = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as HelmContext['values'];

const byKey = (objects: readonly KubeObject[]) =>
  new Map(
    objects.map((object) => [`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
  );

function rendered(context: HelmContext): readonly KubeObject[] {
  return [...chartTemplates().values()].flatMap((template) =>
    parseAllDocuments(renderTemplate(template, context))
      .map((document) => document.toJS() as KubeObject | null)
      .filter((object) => object !== null),
  );
}

describe('the chart of the operator', () => {
  it('holds exactly what the source makes', () => {
    for (const [path, text] of chartFiles()) {
      expect(readFileSync(join(chart, path), 'utf8'), `${path} is stale: make it anew from src/install`).toBe(text);
    }
    const there = readdirSync(join(chart, 'templates')).map((file) => `templates/${file}`);
    expect(there.sort()).toEqual([...chartTemplates().keys()].sort());
  });

  it.each<[string, Partial<HelmContext['values']>, Partial<InstallOptions>]>([
    ['its defaults', {}, {}],
    ['two governed namespaces', { governedNamespaces: ['a', 'b'] }, { governedNamespaces: ['a', 'b'] }],
    [
      'everything else changed',
      {
        mode: 'observe',
        replicas: 2,
        image: { repository: 'mirror.example/pw', tag: 'v9', pullPolicy: 'Always', pullSecrets: [{ name: 'pull' }] },
        resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } },
      },
      {
        mode: 'observe',
        replicas: 2,
        image: 'mirror.example/pw:v9',
        imagePullPolicy: 'Always',
        imagePullSecrets: ['pull'],
        resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } },
      },
    ],
  ])('renders with %s what install applies', (_, values, options) => {
    const context = { releaseNamespace: 'planewright', appVersion: '0.1.0', values: { ...defaults, ...values } };
    const image = `${defaults.image.repository}:0.1.0`;
    const installed = installObjects({ namespace: 'planewright', governedNamespaces: [], image, ...options });
    // The namespace is Helm's own to make.
    const expected = installed.filter((object) => object.kind !== 'Namespace');
    expect(byKey(rendered(context))).toEqual(byKey(JSON.parse(JSON.stringify(expected)) as KubeObject[]));
  });

  it('renders the same by Helm itself, where there is one', (context) => {
    const helm = helmOnThePath();
    context.skip(helm === undefined, 'there is no helm on the PATH');
    const output = execFileSync(helm ?? '', [
      'template',
      'planewright',
      chart,
      '--namespace=planewright',
      '--set=governedNamespaces={a,b}',
      '--kube-version=1.34.0',
    ]).toString();
    const objects = parseAllDocuments(output)
      .map((document) => document.toJS() as KubeObject | null)
      .filter((object) => object !== null && object.kind !== 'CustomResourceDefinition');
    const image = `${defaults.image.repository}:0.1.0`;
    const expected = installObjects({ namespace: 'planewright', governedNamespaces: ['a', 'b'], image });
    expect(byKey(objects as KubeObject[])).toEqual(
      byKey(JSON.parse(JSON.stringify(expected.filter((one) => one.kind !== 'Namespace'))) as KubeObject[]),
    );
  });
});

function helmOnThePath(): string | undefined {
  const helm = 'helm';
  try {
    execFileSync(helm, ['version', '--short'], { stdio: 'ignore' });
    return helm;
  } catch {
    // Not there, or not able to run: the subset above stands in for it.
    return undefined;
  }
}
