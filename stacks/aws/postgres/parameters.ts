/** A parameter of PostgreSQL; a static one is taken at the next restart. */
interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly applyMethod: 'immediate' | 'pending-reboot';
}

/**
 * What the plane needs of PostgreSQL. `pg_partman` needs no place here: RDS allows its extensions unless
 * `rds.allowed_extensions` is set. Source: vendor's AWS module 6.6.0, database; RDS User Guide, PostgreSQL extensions.
 */
export const parameters: readonly Parameter[] = [
  { name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' },
  {
    name: 'shared_preload_libraries',
    value: 'pg_stat_statements,pg_hint_plan,pg_cron',
    applyMethod: 'pending-reboot',
  },
  { name: 'random_page_cost', value: '1', applyMethod: 'immediate' },
  // An hour, in milliseconds: a query that runs longer holds back vacuum for everybody.
  { name: 'statement_timeout', value: '3600000', applyMethod: 'immediate' },
];
