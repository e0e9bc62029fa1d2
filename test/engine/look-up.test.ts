import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { must } from '../../src/runtime/must.ts';
import { lookUp } from '../../stacks/engine/look-up.ts';
import type { Finding } from '../../stacks/engine/pending.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { settle, type Decision } from '../../stacks/engine/settle.ts';
import type { StackState, StateResource } from '../../stacks/engine/state.ts';
import { update } from '../../stacks/engine/update.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const document = { owner: 'team-a', buckets: [] };
const tags = (name?: string) => ({ 'planewright:environment': 'prod', ...(name !== undefined && { Name: name }) });
const tagIndex = 'aws:resourcegroupstaggingapi/getResources:getResources';

/** All on one world: what a look-up finds, in the real engine, by the provider's own lists and reads. */
describe.skipIf(inject('engine') === undefined)('a look-up', () => {
  let world: EngineWorld;
  let state: StackState;
  /** Two that nobody can tell apart. */
  const twins = { inputs: { cidrBlock: '10.9.0.0/16', tags: tags('twin') }, ids: [] as string[] };

  beforeAll(async () => {
    world = engineWorld(small);
    const workspace = await world.open(document);
    const { plan } = await preview(workspace, () => undefined, never);
    await update(workspace, plan, () => undefined, never);
    state = await workspace.state();
    await workspace.dispose();
    for (const name of ['a', 'b']) twins.ids.push(world.cloud.create('aws:ec2/vpc:Vpc', name, twins.inputs).id);
  });
  afterAll(() => world.end());

  const provider = (): string => {
    const found = state.deployment.resources?.find(({ type }) => type === 'pulumi:providers:aws');
    return `${found?.urn ?? ''}::${found?.id ?? ''}`;
  };
  const wanted = (type: string, name: string, inputs: StateResource['inputs']): StateResource => ({
    urn: `urn:pulumi:prod::planewright::planewright:aws:storage$${type}::${name}`,
    custom: true,
    type,
    inputs: inputs ?? {},
    provider: provider(),
  });
  async function find(resources: readonly StateResource[], decisions?: ReadonlyMap<string, Decision>) {
    const before = world.cloud.calls().length;
    const findings = await lookUp(resources, state, world.lookUpOptions(document), never, decisions);
    const calls = world.cloud.calls().slice(before);
    const of = (name: string): Finding | undefined => [...findings].find(([urn]) => urn.endsWith(`::${name}`))?.[1];
    return { of, calls, processes: new Set(calls.map(({ pid }) => pid)).size };
  }

  it('finds twenty objects of all kinds in two runs of the engine, and writes nothing', async () => {
    const made: StateResource[] = [];
    const ids = new Map<string, string>();
    const make = (type: string, name: string, inputs: StateResource['inputs']): string => {
      const object = world.cloud.create(type, name, inputs ?? {});
      made.push(wanted(type, name, inputs));
      ids.set(name, object.id);
      return object.id;
    };
    const vpcId = make('aws:ec2/vpc:Vpc', 'vpc', { cidrBlock: '10.0.0.0/16', tags: tags('vpc') });
    const igw = make('aws:ec2/internetGateway:InternetGateway', 'gateway', { vpcId, tags: tags('gateway') });
    for (const index of [1, 2, 3]) {
      const cidrBlock = `10.0.${index}.0/24`;
      const subnetId = make('aws:ec2/subnet:Subnet', `subnet-${index}`, { vpcId, cidrBlock, tags: tags(`s${index}`) });
      const allocationId = make('aws:ec2/eip:Eip', `address-${index}`, { tags: tags(`nat-${index}`) });
      make('aws:ec2/natGateway:NatGateway', `nat-${index}`, { subnetId, allocationId, tags: tags(`nat-${index}`) });
      make('aws:kms/key:Key', `key-${index}`, { description: `Key ${index}`, tags: tags() });
    }
    const routeTableId = make('aws:ec2/routeTable:RouteTable', 'table', { vpcId, tags: tags('table') });
    make('aws:ec2/route:Route', 'route', { routeTableId, destinationCidrBlock: '0.0.0.0/0', gatewayId: igw });
    const subnetId = ids.get('subnet-1');
    make('aws:ec2/routeTableAssociation:RouteTableAssociation', 'association', { subnetId, routeTableId });
    make('aws:kms/key:Key', 'key-elsewhere', { description: 'Copies', region: 'us-west-2', tags: tags() });
    make('aws:s3/bucket:Bucket', 'bucket', { bucket: 'prod-bucket', tags: tags() });
    make('aws:backup/selection:Selection', 'selection', { planId: 'plan-1', name: 'prod-data' });
    expect(made).toHaveLength(20);

    const { of, calls, processes } = await find(made);
    for (const [name, id] of ids) expect([name, of(name)]).toMatchObject([name, { kind: 'present', id }]);
    expect(processes).toBe(2);
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['invoke', 'read']));
  });

  it('finds in one run what has its id by name, and says of each alone what is not there or cannot be read', async () => {
    for (const name of ['prod-a', 'prod-b', 'prod-c'])
      world.cloud.create('aws:s3/bucket:Bucket', name, { bucket: name });
    world.cloud.delete('aws:s3/bucket:Bucket', 'prod-b');
    world.cloud.plan([{ method: 'read', of: 'prod-c', what: 'refuse', message: 'AccessDenied: 403' }]);
    const buckets = ['prod-a', 'prod-b', 'prod-c'].map((bucket) => wanted('aws:s3/bucket:Bucket', bucket, { bucket }));
    const association = wanted('aws:ec2/routeTableAssociation:RouteTableAssociation', 'none', {
      subnetId: 'subnet-0',
      routeTableId: 'rtb-0',
    });
    const { of, processes } = await find([...buckets, association]);
    expect(of('prod-a')).toEqual({ kind: 'present', id: 'prod-a' });
    expect(of('prod-b')).toEqual({ kind: 'absent' });
    expect(of('none')).toEqual({ kind: 'absent' });
    expect(of('prod-c')).toMatchObject({ kind: 'unknown' });
    expect(JSON.stringify(of('prod-c'))).toContain('AccessDenied: 403');
    expect(processes).toBe(1);
  });

  it('waits for lists that are behind, and counts what is gone and still listed as gone', async () => {
    const type = 'aws:kms/key:Key';
    const inputs = { description: 'Late', tags: tags('late') };
    const old = world.cloud.create(type, 'old', inputs);
    world.cloud.delete(type, old.id);
    const { id } = world.cloud.create(type, 'late', inputs);
    world.cloud.plan([
      { method: 'invoke', of: tagIndex, what: 'behind' },
      { method: 'invoke', of: tagIndex, what: 'behind' },
      { method: 'invoke', of: tagIndex, what: 'stale' },
    ]);
    const { of, calls } = await find([wanted(type, 'late', inputs)]);
    expect(of('late')).toEqual({ kind: 'present', id });
    expect(calls.filter(({ method }) => method === 'invoke')).toHaveLength(3);
  });

  it('concludes nothing between two that are alike, nor from a list that it may not have', async () => {
    const { inputs, ids } = twins;
    const denied = {
      method: 'invoke',
      of: tagIndex,
      what: 'refuse',
      message: 'AccessDenied: tag:GetResources',
    } as const;
    world.cloud.plan(Array.from({ length: 9 }, () => denied));
    const { of } = await find([
      wanted('aws:ec2/vpc:Vpc', 'twin', inputs),
      wanted('aws:kms/key:Key', 'hidden', { description: 'Hidden', tags: tags() }),
    ]);
    world.cloud.plan([]);
    for (const id of ids) expect(JSON.stringify(of('twin'))).toContain(id);
    expect(of('twin')).toMatchObject({ kind: 'unknown' });
    expect(of('hidden')).toMatchObject({ kind: 'unknown' });
    expect(JSON.stringify(of('hidden'))).toContain('tag:GetResources');
  });

  it('believes a person, but reads the id that they name', async () => {
    const { inputs, ids } = twins;
    const id = must(ids[0], 'there are two');
    const twin = wanted('aws:ec2/vpc:Vpc', 'twin', inputs);
    const says = async (decision: Decision): Promise<Finding | undefined> =>
      (await find([twin], new Map([[twin.urn, decision]]))).of('twin');
    expect(await says({ kind: 'is', id })).toEqual({ kind: 'present', id });
    expect(await says({ kind: 'is', id: 'vpc-typo' })).toEqual({
      kind: 'unknown',
      reason: 'there is none with the id vpc-typo',
    });
    expect(await says({ kind: 'absent' })).toEqual({ kind: 'absent' });
  });

  it('is made by settling, which stops while something is unknown, and goes on when it is told', async () => {
    const resource = wanted('aws:ec2/vpc:Vpc', 'twin', twins.inputs);
    const workspace = await world.open(document);
    world.leavePending([{ type: 'creating', resource }]);
    const look: Parameters<typeof settle>[1] = (all, at, decisions) =>
      lookUp(all, at, world.lookUpOptions(document), never, decisions);
    await expect(settle(workspace, look)).rejects.toMatchObject({
      code: 'EngineFailed',
      next: expect.stringContaining('--settle NAME=ID') as string,
    });
    const wrong = new Map([['other', { kind: 'absent' } as const]]);
    await expect(settle(workspace, look, wrong)).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect((await workspace.state()).deployment.pending_operations).toHaveLength(1);
    const told = new Map([['twin', { kind: 'is', id: must(twins.ids[0], 'there are two') } as const]]);
    expect(await settle(workspace, look, told)).toMatchObject([{ name: 'twin', what: 'recorded' }]);
    const { deployment } = await workspace.state();
    expect(deployment.pending_operations ?? []).toEqual([]);
    expect(deployment.resources?.find(({ urn }) => urn === resource.urn)?.outputs).toMatchObject({
      cidrBlock: '10.9.0.0/16',
    });
    await workspace.dispose();
  });
});
