/** Settings of the database, by name as Cloud SQL has them. Source: the vendor's Google module 1.5, database. */
export function databaseFlags(options: {
  readonly database: string;
  readonly sequentialScans: boolean;
  readonly enterprisePlus: boolean;
}): readonly { readonly name: string; readonly value: string }[] {
  const flags: Readonly<Record<string, string>> = {
    'cloudsql.enable_pg_cron': 'on',
    'cloudsql.enable_pg_hint_plan': 'on',
    // Jobs of pg_cron live in one database; its default is another than the plane's.
    'cron.database_name': options.database,
    // The smaller edition has the memory for some hundred connections only.
    max_connections: options.enterprisePlus ? '8000' : '500',
    random_page_cost: '1',
    enable_seqscan: options.sequentialScans ? 'on' : 'off',
    ...(options.enterprisePlus && { 'cloudsql.enable_index_advisor': 'on' }),
  };
  return Object.entries(flags)
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
