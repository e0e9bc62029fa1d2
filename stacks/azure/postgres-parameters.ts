export interface PostgresParameter {
  readonly name: string;
  readonly value: string;
  /** Takes effect only when the server starts. */
  readonly static: boolean;
  readonly why: string;
}

/** Database of the plane. Source: vendor's Azure module 1.1.0. */
export const databaseName = 'braintrust';
export const databaseUser = 'braintrust';

/**
 * What the plane needs of its database. Source: vendor's Azure module 1.1.0, server configurations; which are static:
 * Azure documentation, "Server parameters in Azure Database for PostgreSQL".
 */
export const postgresParameters: readonly PostgresParameter[] = [
  {
    name: 'azure.extensions',
    value: 'PG_STAT_STATEMENTS,PG_HINT_PLAN,PG_CRON,PG_PARTMAN',
    static: false,
    why: 'extensions that migrations of the plane create',
  },
  {
    name: 'shared_preload_libraries',
    value: 'pg_stat_statements,pg_hint_plan,pg_cron',
    static: true,
    why: 'libraries that those extensions need at the start',
  },
  {
    name: 'cron.database_name',
    value: databaseName,
    static: true,
    why: 'where pg_cron keeps its jobs',
  },
  { name: 'statement_timeout', value: '3600000', static: false, why: 'no statement runs longer than an hour' },
  { name: 'require_secure_transport', value: 'on', static: false, why: 'no connection without TLS' },
  {
    name: 'random_page_cost',
    value: '1',
    static: false,
    why: 'disks without heads: an index costs no more than a scan',
  },
  { name: 'log_checkpoints', value: 'on', static: false, why: 'slow disks are seen' },
];

/** Machine series to the tier that Azure wants beside it. */
export function tierOf(size: string): 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized' {
  if (/^Standard_B/.test(size)) return 'Burstable';
  return /^Standard_[EM]/.test(size) ? 'MemoryOptimized' : 'GeneralPurpose';
}
