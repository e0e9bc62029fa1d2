import type { Workspace } from './workspace.ts';

/** A span of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When this stack's own runs changed the cloud: what an audit log tells of then was most likely ourselves. */
export interface OwnRuns {
  /** End of the last update that succeeded; undefined where there was none. */
  readonly since: number | undefined;
  readonly spans: readonly Span[];
}

/** Source: `pulumi stack history`, which writes nothing. */
export async function ownRuns({ stack }: Workspace): Promise<OwnRuns> {
  const history = await stack.history(50, 1, false);
  const changing = history.filter(({ kind }) => kind === 'update' || kind === 'destroy');
  const spans = changing.map(({ startTime, endTime }): Span => ({ from: startTime.getTime(), to: endTime.getTime() }));
  const good = changing.filter(({ result }) => result === 'succeeded').map(({ endTime }) => endTime.getTime());
  return { since: good.length === 0 ? undefined : Math.max(...good), spans };
}
