import { numberAt, textAt } from '../../inputs.ts';
import { hourly, hoursPerMonth, monthly, stored, type Meters } from '../meter.ts';

export const googleMeters: Meters = {
  'gcp:container/cluster:Cluster': () => [hourly('google/gke/cluster')],
  'gcp:container/nodePool:NodePool': ({ inputs }) => {
    const min = numberAt(inputs, 'autoscaling.totalMinNodeCount') ?? numberAt(inputs, 'autoscaling.minNodeCount') ?? 0;
    const max =
      numberAt(inputs, 'autoscaling.totalMaxNodeCount') ?? numberAt(inputs, 'autoscaling.maxNodeCount') ?? min;
    const disk = numberAt(inputs, 'nodeConfig.diskSizeGb') ?? 0;
    return [
      hourly(`google/compute/${textAt(inputs, 'nodeConfig.machineType')}`, min, max),
      stored(`google/disk/${textAt(inputs, 'nodeConfig.diskType')}`, disk * min, disk * max),
    ];
  },
  'gcp:sql/databaseInstance:DatabaseInstance': ({ inputs }) => {
    const kind = textAt(inputs, 'settings.availabilityType').toLowerCase();
    const disk = numberAt(inputs, 'settings.diskSize') ?? 0;
    const most = numberAt(inputs, 'settings.diskAutoresizeLimit') ?? disk;
    return [
      hourly(`google/sql/${textAt(inputs, 'settings.tier')}/${kind}`),
      stored(`google/sql/disk/${kind}`, disk, most),
    ];
  },
  'gcp:redis/instance:Instance': ({ inputs }) => {
    const gib = numberAt(inputs, 'memorySizeGb') ?? 0;
    const meter = `google/redis/${textAt(inputs, 'tier').toLowerCase()}`;
    return [{ meter, unit: 'GiB-hour', amount: gib * hoursPerMonth }];
  },
  'gcp:compute/routerNat:RouterNat': () => [hourly('google/nat')],
  'gcp:kms/cryptoKey:CryptoKey': () => [monthly('google/kms/key-version')],
  'gcp:secretmanager/secretVersion:SecretVersion': () => [monthly('google/secretmanager/version')],
};
