import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { must } from '../../src/runtime/must.ts';
import { arnIn } from './arn.ts';
import { nameOf } from '../naming/name-of.ts';
import type { Statement } from './statement.ts';

export interface ServiceAccountReference {
  readonly namespace: string;
  readonly name: string;
}

/** Name of the cluster of an environment, made or brought. */
export function clusterNameOf(environment: AwsEnvironment): string {
  const { kubernetes } = environment.spec;
  return kubernetes.type === 'Existing' ? kubernetes.name : nameOf(environment, 'aws:eks/cluster:Cluster', 'cluster');
}

export function clusterArnOf(environment: AwsEnvironment): string {
  return arnIn(environment, 'eks', `cluster/${clusterNameOf(environment)}`);
}

/** OIDC provider by which pods of a brought cluster are told apart; undefined where EKS Pod Identity does it. */
export function oidcProviderOf({ spec }: AwsEnvironment): string | undefined {
  return spec.kubernetes.type === 'Existing' ? spec.kubernetes.oidcProviderArn : undefined;
}

/**
 * Trust in the pods of one service account of one cluster, and in nobody else: by EKS Pod Identity, whose session tags
 * say who comes, or by the token of an OIDC provider. Sources: EKS User Guide, "Create IAM role with trust policy required
 * by EKS Pod Identity", "Assign IAM roles to Kubernetes service accounts".
 */
export function trustOfPods(environment: AwsEnvironment, account: ServiceAccountReference): readonly Statement[] {
  const provider = oidcProviderOf(environment);
  return [provider === undefined ? byPodIdentity(environment, account) : byToken(provider, account)];
}

function byPodIdentity(environment: AwsEnvironment, { namespace, name }: ServiceAccountReference): Statement {
  const tags: Record<string, pulumi.Input<string>> = {
    'aws:RequestTag/eks-cluster-arn': clusterArnOf(environment),
    'aws:RequestTag/kubernetes-namespace': namespace,
    'aws:RequestTag/kubernetes-service-account': name,
  };
  return {
    Sid: 'PodIdentity',
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: { StringEquals: tags },
  };
}

function byToken(providerArn: string, { namespace, name }: ServiceAccountReference): Statement {
  const issuer = must(providerArn.split(':oidc-provider/')[1], 'an ARN of an OIDC provider names its issuer');
  return {
    Sid: 'ServiceAccountToken',
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
        [`${issuer}:aud`]: 'sts.amazonaws.com',
      },
    },
  };
}
