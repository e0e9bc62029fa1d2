import type { Vault } from '../../../../src/simulator/secret-stores/vault.ts';
import type { CloudObject } from '../../../engine/provider/cloud.ts';
import type { Asked } from './aws.ts';

export interface AwsAnswer {
  readonly status?: number;
  readonly type: string;
  readonly body: string;
}

const day = 24 * 60 * 60 * 1000;

/** What AWS says of the objects of the stand-in cloud. Sources: the API references of STS, RDS, KMS, Secrets Manager, Backup. */
export function awsAnswers({ what, of }: Asked, objects: readonly CloudObject[], vault: Vault): AwsAnswer {
  const [service = '', action = ''] = what.split(' ');
  switch (`${service} ${action}`) {
    case 'sts GetCallerIdentity': {
      const account = process.env['STAND_IN_ACCOUNT'] ?? '444455556666';
      return xml(
        `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/deployer</Arn><UserId>deployer</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    }
    case 'rds DescribeDBInstanceAutomatedBackups': {
      const found = objects.some(({ type, name }) => type === 'aws:rds/instance:Instance' && name === of);
      const moment = (ago: number): string => new Date(Date.now() - ago).toISOString();
      const backup = `<DBInstanceAutomatedBackup><DBInstanceIdentifier>${of}</DBInstanceIdentifier><BackupRetentionPeriod>7</BackupRetentionPeriod><RestoreWindow><EarliestTime>${moment(7 * day)}</EarliestTime><LatestTime>${moment(0)}</LatestTime></RestoreWindow></DBInstanceAutomatedBackup>`;
      return xml(
        `<DescribeDBInstanceAutomatedBackupsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstanceAutomatedBackupsResult><DBInstanceAutomatedBackups>${found ? backup : ''}</DBInstanceAutomatedBackups></DescribeDBInstanceAutomatedBackupsResult></DescribeDBInstanceAutomatedBackupsResponse>`,
      );
    }
    case 'kms DescribeKey':
      return json({ KeyMetadata: { KeyId: of, Enabled: true, KeyState: 'Enabled' } });
    case 'kms GetKeyRotationStatus':
      return json({ KeyRotationEnabled: true });
    case 'secretsmanager DescribeSecret': {
      const found = vault.get(of);
      if (found?.state !== 'readable') return json({ __type: 'ResourceNotFoundException', Message: 'not there' }, 400);
      return json({
        ARN: of,
        LastChangedDate: Math.round(Date.now() / 1000),
        VersionIdsToStages: { [found.version.id]: ['AWSCURRENT'] },
      });
    }
    default:
      return json({ __type: 'UnknownOperationException', Message: `The stand-in knows no ${what}.` }, 400);
  }
}

function json(value: unknown, status = 200): AwsAnswer {
  return { status, type: 'application/x-amz-json-1.1', body: JSON.stringify(value) };
}

function xml(body: string): AwsAnswer {
  return { type: 'text/xml', body };
}
