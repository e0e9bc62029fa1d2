import type { CloudObject } from './cloud.ts';

/** What makes the outputs of a new object, of its name and something that is its own. */
type Making = (name: string, unique: string, where: { readonly account: string; readonly region: string }) => Outputs;
type Outputs = CloudObject['outputs'];

const secretArn = (name: string, unique: string, { account, region }: Parameters<Making>[2]): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${unique.slice(0, 6)}`;

/**
 * Outputs that somebody reads as what they are: an operator the region of a secret in its ARN, a command the address of an
 * API server. `STAND_IN_CLUSTER_URL` and `STAND_IN_CLUSTER_CA` (base64) say where a cluster answers, if it does.
 */
const outputs: Readonly<Record<string, Making>> = {
  'aws:secretsmanager/secret:Secret': (name, unique, where) => ({ arn: secretArn(name, unique, where) }),
  'aws:rds/instance:Instance': (name, unique, where) => {
    const address = `${name}.${unique}.${where.region}.rds.amazonaws.com`;
    return {
      address,
      endpoint: `${address}:5432`,
      masterUserSecrets: [{ secretArn: secretArn(`rds!db-${name}`, unique, where) }],
    };
  },
  'aws:eks/cluster:Cluster': (_, unique) => {
    const { STAND_IN_CLUSTER_URL: url, STAND_IN_CLUSTER_CA: data } = process.env;
    // Each cluster has an address of its own: nobody answers at that of an earlier one.
    return url === undefined ? {} : { endpoint: `${url}/${unique}`, certificateAuthority: { data } };
  },
};

export function lifelike(type: string, ...making: Parameters<Making>): Outputs {
  return outputs[type]?.(...making) ?? {};
}
