/** What we know of one release. A version that is not listed can be installed all the same: the vendor ships often. */
export interface Release {
  readonly version: string;
  /** Helm chart that shipped it first, where we know it. */
  readonly chart?: string;
  /** Day of the tag or release page, ISO 8601, where we know it. */
  readonly date?: string;
  /** A plane below this version must stop there first. */
  readonly stopAt?: string;
  readonly notes: readonly string[];
  readonly source: string;
}

const history = "history of the vendor's Helm chart and AWS module";
const published = "the vendor's release pages and chart tags";

/**
 * Releases in ascending order. One services version is the image tag of API and Brainstore alike, with a leading `v`.
 */
export const releases: readonly Release[] = [
  {
    version: '1.1.28',
    chart: '3.0.2',
    date: '2025-12-05',
    notes: ['Chart 3.0.1 shipped image v1.2.7 by mistake; 3.0.2 replaced it.'],
    source: history,
  },
  { version: '1.1.29', chart: '3.0.5', date: '2025-12-17', notes: ['Images run as non-root.'], source: history },
  { version: '1.1.30', chart: '3.0.6', notes: ['Native Google Cloud Storage authentication.'], source: history },
  { version: '1.1.31', chart: '3.1.1', notes: [], source: history },
  {
    version: '1.1.32',
    chart: '4.0.0',
    date: '2026-02-13',
    notes: ['Last stop before 2.0.', 'Brainstore calls the API.', 'Fast readers from chart 5.0.0 on.'],
    source: history,
  },
  {
    version: '2.0.0',
    chart: '6.0.0',
    date: '2026-04-17',
    stopAt: '1.1.32',
    notes: ['WAL footer v3.', 'Objects can skip PostgreSQL (one-way).'],
    source: history,
  },
  { version: '2.1.0', chart: '6.2.0', date: '2026-04-30', notes: ['New export layout.'], source: history },
  {
    version: '2.1.1',
    chart: '6.2.1',
    date: '2026-05-08',
    notes: ['The first 2.x that the vendor advises.', 'Code execution in the API is off by default.'],
    source: history,
  },
  { version: '2.2.1', chart: '6.3.0', date: '2026-06-11', notes: [], source: history },
  { version: '2.3.0', chart: '6.4.0', date: '2026-06-17', notes: [], source: history },
  { version: '2.4.0', chart: '6.5.0', date: '2026-06-19', notes: ['Optional gateway.'], source: history },
  {
    version: '2.5.0',
    chart: '6.7.0',
    date: '2026-06-25',
    notes: ['Organization allow lists and URL safety.'],
    source: history,
  },
  { version: '2.6.0', chart: '6.8.0', date: '2026-07-01', notes: ['Audit log queries.'], source: history },
  { version: '2.7.0', chart: '6.9.0', date: '2026-07-10', notes: [], source: history },
  { version: '2.7.1', chart: '6.9.1', notes: [], source: history },
  { version: '2.8.0', chart: '6.10.0', date: '2026-07-28', notes: [], source: history },
  {
    version: '2.9.0',
    chart: '6.11.0',
    date: '2026-07-30',
    notes: ['Custom CA bundle.', 'Prometheus metrics on the health port.'],
    source: history,
  },
  { version: '2.10.0', chart: '6.12.0', date: '2026-08-12', notes: [], source: published },
  { version: '2.11.0', date: '2026-08-13', notes: [], source: published },
  { version: '2.12.0', chart: '6.15.0', date: '2026-08-21', notes: [], source: published },
  { version: '2.13.0', chart: '6.17.0', notes: [], source: published },
  { version: '2.13.1', chart: '6.17.1', date: '2026-09-08', notes: [], source: published },
  { version: '2.14.0', chart: '6.18.0', notes: [], source: published },
  { version: '2.16.0', notes: ['Automation writer.'], source: published },
  { version: '2.17.0', chart: '6.20.0', notes: [], source: published },
  { version: '2.18.0', chart: '6.24.0', date: '2026-10-16', notes: [], source: published },
  { version: '2.20.0', chart: '6.25.0', date: '2026-10-28', notes: [], source: published },
  { version: '2.21.0', chart: '6.26.0', date: '2026-10-28', notes: [], source: published },
  { version: '2.22.0', notes: [], source: published },
];
