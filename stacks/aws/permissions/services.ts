import type { Principal } from '../../permissions/grant.ts';

/** RDS, when it writes metrics of the operating system. Source: RDS User Guide, "Setting up Enhanced Monitoring". */
export const postgresMonitoringPrincipal: Principal = {
  principal: 'postgres-monitoring',
  description: 'RDS, when it writes metrics of the operating system to CloudWatch',
  trusts: ['monitoring.rds.amazonaws.com, for this account'],
  grants: [],
  managed: [
    {
      name: 'service-role/AmazonRDSEnhancedMonitoringRole',
      neededBy: 'postgres',
      why: 'writes to the log group RDSOSMetrics; AWS requires it of every instance with enhanced monitoring',
    },
  ],
};

/** AWS Backup, when it copies database and buckets. Source: AWS Backup Developer Guide, "Managed policies". */
export const backupsPrincipal: Principal = {
  principal: 'backups',
  description: 'AWS Backup, when it copies database and buckets',
  trusts: ['backup.amazonaws.com'],
  grants: [],
  managed: [
    {
      name: 'service-role/AWSBackupServiceRolePolicyForBackup',
      neededBy: 'backups',
      why: 'takes snapshots of the database and copies them to the other region; AWS keeps the list of calls',
    },
    {
      name: 'AWSBackupServiceRolePolicyForS3Backup',
      neededBy: 'backups',
      why: 'reads the buckets; AWS keeps the list of calls',
    },
  ],
};
