import { Eip } from '@pulumi/aws/ec2/eip.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { NatGateway } from '@pulumi/aws/ec2/natGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import { Provider } from '@pulumi/aws/provider.js';
import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../stacks/component.ts';

/**
 * A program with every way in which an object is found again: ids that follow from names, ids that the cloud makes up, of
 * things with and without names, parts without an id of their own, and chance. Small enough to be killed at each of its calls.
 */
class Site extends Concern {
  constructor(owner: string, provider: Provider) {
    super('aws', 'site', { providers: [provider] });
    const child = this.child();
    const tags = (name?: string) => ({
      'planewright:environment': 'prod',
      owner,
      ...(name !== undefined && { Name: `prod-${name}` }),
    });
    const vpc = new Vpc(this.named('vpc'), { cidrBlock: '10.0.0.0/16', tags: tags('vpc') }, child);
    const gateway = new InternetGateway(this.named('gateway'), { vpcId: vpc.id, tags: tags('gateway') }, child);
    const subnet = new Subnet(
      this.named('subnet'),
      { vpcId: vpc.id, cidrBlock: '10.0.1.0/24', tags: tags('subnet') },
      child,
    );
    const address = new Eip(this.named('address'), { domain: 'vpc', tags: tags('nat') }, child);
    new NatGateway(
      this.named('nat'),
      { subnetId: subnet.id, allocationId: address.id, tags: tags('nat') },
      this.child({ dependsOn: [gateway] }),
    );
    const table = new RouteTable(this.named('table'), { vpcId: vpc.id, tags: tags('table') }, child);
    const out = { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id };
    new Route(this.named('out'), out, child);
    new RouteTableAssociation(this.named('association'), { subnetId: subnet.id, routeTableId: table.id }, child);
    const group = new SecurityGroup(
      this.named('group'),
      { name: 'prod-entry', vpcId: vpc.id, tags: tags('entry') },
      child,
    );
    for (const port of [443, 8443]) {
      const rule = {
        securityGroupId: group.id,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        cidrIpv4: '0.0.0.0/0',
      };
      new SecurityGroupIngressRule(this.named(`from-${port}`), { ...rule, tags: tags() }, child);
    }
    for (const what of ['data', 'alarms']) {
      const key = new Key(this.named(`${what}-key`), { description: `Key of ${what}`, tags: tags() }, this.keeps());
      new Alias(this.named(`${what}-alias`), { name: `alias/prod-${what}`, targetKeyId: key.keyId }, child);
    }
    const password = new RandomPassword(this.named('password'), { length: 32 }, child);
    const bucket = { bucket: 'prod-data', tags: { ...tags(), note: pulumi.secret('canary-of-the-program') } };
    new Bucket(this.named('data'), bucket, this.keeps({ dependsOn: [password] }));
    this.registerOutputs({});
  }
}

export default function program(): Promise<Readonly<Record<string, unknown>>> {
  const { owner } = new pulumi.Config('planewright').requireObject<{ readonly owner: string }>('environment');
  new Site(owner, new Provider('aws', { region: 'us-east-1', allowedAccountIds: ['123456789012'] }));
  return Promise.resolve({});
}
