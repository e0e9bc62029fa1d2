import { PodIdentityAssociation } from '@pulumi/aws/eks/podIdentityAssociation.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import type { Principal } from '../permissions/grant.ts';
import { tagsOf } from '../tags.ts';
import { makeRole } from './role.ts';
import { oidcProviderOf, trustOfPods, type ServiceAccountReference } from './trust.ts';
import { planeAccounts, type PlanePrincipal } from './permissions/accounts.ts';

type Grantee = Principal<pulumi.Input<string>>;

/** Role of each component of the plane, made with the rights of the table or brought; and who may take it on. */
export class Identity extends Concern {
  readonly roleArns: Readonly<Record<PlanePrincipal, pulumi.Input<string>>>;

  constructor(
    environment: AwsEnvironment,
    wishes: {
      readonly clusterName: pulumi.Input<string>;
      readonly principals: Readonly<Record<PlanePrincipal, Grantee>>;
    },
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'identity', options);
    const accounts = planeAccounts(environment);
    const of = (principal: PlanePrincipal): pulumi.Input<string> => {
      const account = accounts[principal];
      const arn = this.#roleOf(environment, principal, wishes.principals[principal], account);
      if (oidcProviderOf(environment) === undefined) {
        this.#associate(environment, wishes.clusterName, principal, account, arn);
      }
      return arn;
    };
    this.roleArns = { api: of('api'), brainstore: of('brainstore'), operator: of('operator') };
    this.registerOutputs();
  }

  #roleOf(
    environment: AwsEnvironment,
    principal: PlanePrincipal,
    grantee: Grantee,
    account: ServiceAccountReference,
  ): pulumi.Input<string> {
    const { identity } = environment.spec;
    if (identity.type === 'Existing') {
      const { apiRoleArn, brainstoreRoleArn, operatorRoleArn } = identity;
      return { api: apiRoleArn, brainstore: brainstoreRoleArn, operator: operatorRoleArn }[principal];
    }
    const wishes = {
      environment,
      logical: this.named(principal),
      principal: grantee,
      trust: trustOfPods(environment, account),
    };
    return makeRole(wishes, this.child()).role.arn;
  }

  #associate(
    environment: AwsEnvironment,
    clusterName: pulumi.Input<string>,
    principal: PlanePrincipal,
    { namespace, name }: ServiceAccountReference,
    roleArn: pulumi.Input<string>,
  ): void {
    new PodIdentityAssociation(
      this.named(`${principal}-association`),
      { clusterName, namespace, serviceAccount: name, roleArn, tags: tagsOf(environment) },
      this.child(),
    );
  }
}
