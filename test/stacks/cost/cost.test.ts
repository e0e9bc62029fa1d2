import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { must } from '../../../src/runtime/must.ts';
import { estimate } from '../../../stacks/cost/estimate.ts';
import { priceOf, readPrices } from '../../../stacks/cost/price-table.ts';
import { quantitiesOf } from '../../../stacks/cost/quantities.ts';
import { selfHosted } from '../support/environments.ts';
import type { PlannedResource } from '../../../stacks/planned.ts';
import { planned, planOf } from '../support/planned.ts';

const environment = selfHosted('aws');
const group = (name: string, min: number, max: number) =>
  planned('aws:eks/nodeGroup:NodeGroup', name, {
    inputs: {
      instanceTypes: ['m8g.2xlarge'],
      scalingConfig: { minSize: min, maxSize: max },
      launchTemplate: { id: `<kubernetes.${name}-template.id>` },
    },
  });
const template = (name: string, gib: number) =>
  planned('aws:ec2/launchTemplate:LaunchTemplate', `${name}-template`, {
    inputs: { blockDeviceMappings: [{ ebs: { volumeSize: gib } }] },
  });
const nat = (name: string) => planned('aws:ec2/natGateway:NatGateway', name);
const meters = (...resources: readonly PlannedResource[]) =>
  Object.fromEntries(
    quantitiesOf(planOf(...resources), environment).map(({ meter, amount, most }) => [
      meter,
      most === undefined ? amount : [amount, most],
    ]),
  );

describe('quantities', () => {
  it('count hours of a month, for what there is and for what it may grow to', () => {
    expect(meters(group('kubernetes-services', 3, 6))).toEqual({ 'aws/ec2/m8g.2xlarge': [3 * 730, 6 * 730] });
    expect(meters(nat('network-a'), nat('network-b'))).toEqual({ 'aws/nat-gateway': 2 * 730 });
  });

  it('add up what turns one meter, and name who does', () => {
    const [quantity] = quantitiesOf(planOf(group('kubernetes-a', 1, 1), group('kubernetes-b', 2, 5)), environment);
    expect(quantity).toEqual({
      meter: 'aws/ec2/m8g.2xlarge',
      unit: 'hour',
      region: 'us-east-1',
      amount: 3 * 730,
      most: 6 * 730,
      of: ['kubernetes-a', 'kubernetes-b'],
    });
  });

  it('count the disks of nodes by their launch template', () => {
    const nodes = planned('aws:eks/nodeGroup:NodeGroup', 'kubernetes-readers', {
      concern: 'kubernetes',
      inputs: { ...group('x', 2, 4).inputs, launchTemplate: { id: '<kubernetes.kubernetes-readers-template.id>' } },
    });
    expect(meters(nodes, template('kubernetes-readers', 100))).toMatchObject({ 'aws/ebs/gp3': [200, 400] });
  });

  it('count a standby as a second machine and a second disk', () => {
    const instance = planned('aws:rds/instance:Instance', 'postgres', {
      inputs: { instanceClass: 'db.r8g.2xlarge', allocatedStorage: 100, maxAllocatedStorage: 400, multiAz: true },
    });
    expect(meters(instance)).toEqual({
      'aws/rds/postgres/db.r8g.2xlarge': 2 * 730,
      'aws/rds/gp3': [200, 800],
    });
  });

  it('count an interface endpoint in every zone, and a gateway endpoint not at all', () => {
    const endpoint = (vpcEndpointType: string) =>
      planned('aws:ec2/vpcEndpoint:VpcEndpoint', 'network-endpoint', {
        inputs: { vpcEndpointType, subnetIds: ['a', 'b', 'c'] },
      });
    expect(meters(endpoint('Interface'))).toEqual({ 'aws/vpc-endpoint': 3 * 730 });
    expect(meters(endpoint('Gateway'))).toEqual({});
  });

  it('keep regions apart', () => {
    const key = (name: string, region?: string) =>
      planned('aws:kms/key:Key', name, { inputs: region === undefined ? {} : { region } });
    const found = quantitiesOf(planOf(key('encryption-key'), key('backups-key', 'eu-west-1')), environment);
    expect(found.map(({ region, amount }) => [region, amount])).toEqual([
      ['eu-west-1', 1],
      ['us-east-1', 1],
    ]);
  });
});

const table = readPrices('mine.yaml', {
  currency: 'EUR',
  sources: [
    { source: 'an old list', date: '2025-01-01', region: 'us-east-1', unit: 'hour', prices: { 'aws/nat-gateway': 9 } },
    {
      source: 'my contract',
      date: '2026-01-01',
      region: 'us-east-1',
      unit: 'hour',
      prices: { 'aws/nat-gateway': 0.1 },
    },
  ],
});

describe('money', () => {
  const quantities = quantitiesOf(planOf(nat('network-a'), group('kubernetes-services', 3, 6)), environment);

  it('comes from the price that stands last, with its source and day', () => {
    const { lines, total, currency } = estimate(quantities, table);
    expect(lines.find(({ meter }) => meter === 'aws/nat-gateway')).toMatchObject({
      cost: 73,
      price: { price: 0.1, source: 'my contract', date: '2026-01-01' },
    });
    expect([total, currency]).toEqual([73, 'EUR']);
  });

  it('is not made up for what has no price, or none in that region or unit', () => {
    const { lines, withoutPrice } = estimate(quantities, table);
    expect(withoutPrice).toBe(1);
    expect(must(lines[0], 'two are there').cost).toBeUndefined();
    expect(priceOf(table, 'aws/nat-gateway', 'eu-west-1', 'hour')).toBeUndefined();
    expect(priceOf(table, 'aws/nat-gateway', 'us-east-1', 'month')).toBeUndefined();
  });

  it('says what it may grow to, how far it may be off, and what it leaves out', () => {
    const priced = {
      ...table,
      sources: [...table.sources, { ...must(table.sources[1], 'there are two'), prices: { 'aws/ec2/m8g.2xlarge': 1 } }],
    };
    const { total, most, band, notCounted } = estimate(quantities, priced);
    expect([total, most]).toEqual([73 + 3 * 730, 73 + 6 * 730]);
    expect(band).toBeGreaterThan(0);
    expect(notCounted.join()).toContain('traffic');
  });

  it.each([
    ['no list', [], 'mine.yaml: it is wrong'],
    [
      'a price as text',
      {
        currency: 'USD',
        sources: [{ source: 's', date: '2026-01-01', region: 'r', unit: 'hour', prices: { m: '1' } }],
      },
      'mine.yaml: sources.0.prices.m is wrong',
    ],
    [
      'no such day',
      { currency: 'USD', sources: [{ source: 's', date: '2026-02-30', region: 'r', unit: 'hour', prices: {} }] },
      'mine.yaml: sources.0.date is wrong',
    ],
  ])('refuses a table with %s, by file and field', (_, document, sentence) => {
    expect(() => readPrices('mine.yaml', document)).toThrow(sentence);
  });
});

describe('the prices that come along', async () => {
  const folder = new URL('../../../stacks/cost/prices/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml'));

  it.each(files)('name for each where and when it was read: %s', async (file) => {
    const prices = readPrices(file, parse(await readFile(new URL(file, folder), 'utf8')));
    expect(prices.sources.length).toBeGreaterThan(0);
    for (const { source, prices: own } of prices.sources) {
      expect(source).toMatch(/[a-z]\.[a-z]+\//);
      for (const meter of Object.keys(own)) expect(meter.split('/')[0]).toBe(file.replace('.yaml', ''));
    }
  });
});
