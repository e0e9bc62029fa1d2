import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import type { Grant } from '../permissions/grant.ts';
import { arnIn, globalArnIn } from './arn.ts';
import { makeFlowLogs } from './flow-logs.ts';
import { quarantineFunctionPrincipal, quarantineGrants, quarantineInvokePrincipal } from './permissions/quarantine.ts';
import { makeQuarantineNetwork } from './quarantine/network.ts';
import type { KeyReference } from './references.ts';
import { makeRole, roleNameOf } from './role.ts';
import { serviceTrust, type Statement } from './statement.ts';

/** Days to keep flow logs where the network was brought, and with it whoever looks after it. */
const flowLogDays = 30;

/**
 * Where code of users runs: Lambda functions that the API makes, in a network that has no way to the plane's. Without it
 * such code does not run at all.
 */
export class Quarantine extends Concern {
  /** Variables of the API. Source: vendor's AWS module 6.6.0, QUARANTINE_*. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the API's own role must be allowed for it. */
  readonly apiGrants: readonly Grant<pulumi.Input<string>>[];

  constructor(
    environment: AwsEnvironment,
    { key }: { readonly key: KeyReference },
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'quarantine', options);
    const { quarantine, network, cloud } = environment.spec;
    if (!quarantine.enabled) {
      this.environment = {};
      this.apiGrants = [];
      this.registerOutputs();
      return;
    }
    const named = (role: string): string => this.named(role);
    const made = makeQuarantineNetwork(environment, named, this.child());
    const days = network.type === 'New' ? network.flowLogDays : flowLogDays;
    if (days > 0) {
      const role = 'quarantine-flow-logs';
      makeFlowLogs({ environment, key, vpcId: made.vpcId, role, days }, named, this.child());
    }
    const functions = arnIn(environment, 'lambda', 'function:*');
    const invoke = makeRole(
      {
        environment,
        logical: this.named('invoke'),
        principal: quarantineInvokePrincipal(functions),
        trust: [trustOfApi(environment)],
      },
      this.child(),
    );
    const functionRole = makeRole(
      {
        environment,
        logical: this.named('function'),
        principal: quarantineFunctionPrincipal(functions),
        trust: serviceTrust('lambda.amazonaws.com'),
      },
      this.child(),
    );
    const [first, second, third] = made.subnetIds;
    const why = 'the network has three private subnets';
    this.environment = {
      QUARANTINE_INVOKE_ROLE: invoke.role.arn,
      QUARANTINE_FUNCTION_ROLE: functionRole.role.arn,
      QUARANTINE_PRIVATE_SUBNET_1_ID: must(first, why),
      QUARANTINE_PRIVATE_SUBNET_2_ID: must(second, why),
      QUARANTINE_PRIVATE_SUBNET_3_ID: must(third, why),
      QUARANTINE_PUB_PRIVATE_VPC_DEFAULT_SECURITY_GROUP: made.securityGroupId,
      QUARANTINE_PUB_PRIVATE_VPC_ID: made.vpcId,
      QUARANTINE_REGION: cloud.region,
    };
    this.apiGrants = quarantineGrants<pulumi.Input<string>>({
      functions,
      vpcId: made.vpcId,
      invokeRole: invoke.role.arn,
      functionRole: functionRole.role.arn,
    });
    this.registerOutputs();
  }
}

/**
 * The API's role, by its ARN as a condition and not as principal: that role is made later, with rights on this one, and a
 * policy may name as principal only what exists.
 */
function trustOfApi(environment: AwsEnvironment): Statement {
  const { identity } = environment.spec;
  const apiRole =
    identity.type === 'Existing'
      ? identity.apiRoleArn
      : globalArnIn(environment, 'iam', `role/${roleNameOf(environment, 'api')}`);
  return {
    Sid: 'Api',
    Effect: 'Allow',
    Principal: { AWS: globalArnIn(environment, 'iam', 'root') },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: { ArnEquals: { 'aws:PrincipalArn': apiRole } },
  };
}
