import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { runProgram, type ProgramRun } from '../../../stacks/plan/run-program.ts';
import { bucket, Storage } from './support/storage.ts';

const place = { account: '123456789012', region: 'us-east-1' };
const run = (program: () => unknown, environment = 'acme') =>
  runProgram({ environment, place, program: () => Promise.resolve(program() as ReturnType<ProgramRun['program']>) });

describe('an offline run of a program', () => {
  it('keeps of each resource what a reader of plans asks for', async () => {
    const { resources } = await run(() => {
      const storage = new Storage({ brainstore: { tags: { b: '2', a: '1' } } });
      bucket('lonely', { policy: storage.first.arn }, { dependsOn: storage.first, ignoreChanges: ['tags'] });
      return {};
    });
    const [lonely, brainstore] = resources;
    expect(brainstore).toMatchObject({
      urn: 'urn:pulumi:acme::planewright::planewright:aws:storage$aws:s3/bucket:Bucket::storage-brainstore',
      type: 'aws:s3/bucket:Bucket',
      name: 'storage-brainstore',
      physicalName: 'acme-storage-brainstore',
      concern: 'storage',
      protect: true,
      retainOnDelete: false,
    });
    expect(Object.keys(must(brainstore, 'two are planned').inputs['tags'] as object)).toEqual(['a', 'b']);
    expect(lonely).toMatchObject({ concern: '', protect: false, ignoreChanges: ['tags'] });
    expect(must(lonely, 'two are planned').dependencies).toEqual([must(brainstore, 'two are planned').urn]);
    expect(must(lonely, 'two are planned').inputs['policy']).toBe('arn:aws:s3:::acme-storage-brainstore');
  });

  it('marks secrets, in inputs and in outputs, whatever they are part of', async () => {
    const plan = await run(() => {
      const password = pulumi.secret('canary-password');
      new Storage({ brainstore: { password, nested: [{ url: pulumi.interpolate`postgres://plane:${password}@db` }] } });
      return { url: pulumi.interpolate`postgres://plane:${password}@db`, plain: 'plain' };
    });
    expect(JSON.stringify(plan)).not.toContain('canary');
    expect(plan.resources[0]?.inputs).toMatchObject({ password: '[secret]', nested: [{ url: '[secret]' }] });
    expect(plan.outputs).toEqual({ plain: 'plain', url: '[secret]' });
  });

  it('gives the same bytes for the same program, whatever the order in which resources come to be', async () => {
    const roles = ['brainstore', 'responses', 'code-bundles'];
    const program = (order: readonly string[]) => () => {
      new Storage(Object.fromEntries(order.map((role) => [role, { z: 1, a: pulumi.output(role) }])));
      return { b: 1, a: 2 };
    };
    const first = JSON.stringify(await run(program(roles)));
    expect(JSON.stringify(await run(program(roles)))).toBe(first);
    expect(JSON.stringify(await run(program(roles.toReversed())))).toBe(first);
  });

  it('does not mix runs of one process', async () => {
    const names = ['one', 'two', 'three', 'four'];
    const plans = await Promise.all(
      names.map((name) =>
        run(() => {
          const later = new Promise<string>((resolve) => setImmediate(() => resolve(name)));
          new Storage({ [name]: { owner: later } });
          return { name };
        }, name),
      ),
    );
    for (const [index, plan] of plans.entries()) {
      const name = names[index];
      expect(plan.environment).toBe(name);
      expect(plan.outputs).toEqual({ name });
      expect(plan.resources.map((resource) => [resource.name, resource.inputs['owner']])).toEqual([
        [`storage-${String(name)}`, name],
      ]);
    }
  });

  it('sees resources that come to be late', async () => {
    const { resources } = await run(() => {
      const storage = new Storage({ brainstore: {} });
      bucket('after', { policy: storage.first.arn.apply((arn) => Promise.resolve(`${arn}/*`)) });
      return {};
    });
    expect(resources.map(({ name }) => name)).toEqual(['after', 'storage-brainstore']);
  });

  it('knows the URNs under which a renamed component and its children were known', async () => {
    const { resources } = await run(() => {
      new Storage({ brainstore: {} }, { aliases: [{ type: 'planewright:aws:buckets', name: 'storage' }] });
      return {};
    });
    expect(resources[0]?.aliases).toEqual([
      'urn:pulumi:acme::planewright::planewright:aws:buckets$aws:s3/bucket:Bucket::storage-brainstore',
    ]);
  });
});
