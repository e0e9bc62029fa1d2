import { isPlainObject } from '../../runtime/canonical-json.ts';

type Row = Readonly<Record<string, unknown>>;

/** A request that this plane does not take: the status, and why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** From the body, for whoever sent it, and not for the log. */
  readonly quote: string;
  constructor(status: number, message: string, quote = '') {
    super(message);
    this.status = status;
    this.quote = quote;
  }
}

/** The logs that were written, for reading back: project logs only, whole rows, by project and by id. */
export class Rows {
  readonly #rows = new Map<string, Row>();
  #made = 0;

  /** `POST /logs3`: keeps each row under its id, and gives one to those without. Returns the ids in the rows' order. */
  write(body: unknown): readonly string[] {
    const rows = isPlainObject(body) ? body['rows'] : undefined;
    if (!Array.isArray(rows) || !rows.every(isPlainObject)) throw new Refusal(400, 'logs3 takes { rows: [ {…} ] }');
    const kept = rows.map((row): { id: string; row: Row } => {
      if (typeof row['project_id'] !== 'string') throw new Refusal(400, 'only project logs are kept: no project_id');
      const id = typeof row['id'] === 'string' ? row['id'] : `row-${(this.#made += 1)}`;
      return { id, row: { ...row, id } };
    });
    for (const { id, row } of kept) this.#rows.set(`${String(row['project_id'])} ${id}`, row);
    return kept.map(({ id }) => id);
  }

  /**
   * `POST /btql`, as far as a trial of a plane needs it: `select: 1`, and
   * `from: project_logs('<project>') | select: * | filter: id = '<id>'`, select and filter optional, in any order.
   */
  query(body: unknown): readonly Row[] {
    const text = isPlainObject(body) ? body['query'] : undefined;
    if (typeof text !== 'string') throw new Refusal(400, 'btql takes { query: "…" }');
    if (/^\s*select:\s*1\s*$/.test(text)) return [{ '1': 1 }];
    let project: string | undefined;
    let id: string | undefined;
    for (const clause of text.split('|').map((part) => part.trim())) {
      const from = /^from:\s*project_logs\('([^']+)'\)(?:\s+(?:spans|traces))?$/.exec(clause);
      const filter = /^filter:\s*id\s*=\s*'([^']+)'$/.exec(clause);
      project = from?.[1] ?? project;
      id = filter?.[1] ?? id;
      if (from === null && filter === null && !/^select:\s*\*$/.test(clause)) {
        throw new Refusal(400, 'the stand-in plane does not know a clause of the query', `: ${clause}`);
      }
    }
    if (project === undefined) throw new Refusal(400, 'a query names its source: from: project_logs(…)');
    return [...this.#rows.values()].filter(
      (row) => row['project_id'] === project && (id === undefined || row['id'] === id),
    );
  }
}
