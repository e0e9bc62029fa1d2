import type { Environment } from '../environment/schema/environment.ts';

/** Who opens the connection. */
type Caller = 'api' | 'brainstore' | 'operator' | 'nodes';

/** One host that must be reached, always by TLS on port 443 unless told otherwise. */
export interface Destination {
  /** Host; `*.` in front for any name below it. */
  readonly host: string;
  readonly port: number;
  readonly from: readonly Caller[];
  /** What for, as a clause. */
  readonly why: string;
  /** When it is needed; always if left out. */
  readonly onlyIf?: string;
  /** How it is reached without the internet, where it is. */
  readonly within?: string;
  /** Where it is published, or how it follows from this environment. */
  readonly source: string;
}

/** A row of a table: a destination, whose host may follow from the environment, or that it does not need. */
export interface Row<E extends Environment = Environment> extends Omit<Destination, 'host' | 'port' | 'within'> {
  readonly host: string | ((environment: E) => string | undefined);
  readonly port?: (environment: E) => number;
  readonly within?: (environment: E) => string | undefined;
}

/** The rows that an environment needs, worked out. */
export function destinationsOf<E extends Environment>(rows: readonly Row<E>[], environment: E): readonly Destination[] {
  return rows.flatMap(({ host, port, within, ...row }) => {
    const name = typeof host === 'string' ? host : host(environment);
    const way = within?.(environment);
    return name === undefined
      ? []
      : [{ ...row, host: name, port: port?.(environment) ?? 443, ...(way !== undefined && { within: way }) }];
  });
}
