import { withDeadline } from '../runtime/abort.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KubeClient, ListOptions } from './client.ts';
import { KubeError } from './kube-error.ts';
import type { KubeObject, ResourceType } from './objects.ts';

export interface WholeList<T extends KubeObject> {
  readonly items: readonly T[];
  /** The version of all pages: the server reads them from one snapshot. */
  readonly resourceVersion: string;
}

export interface PagedListContext {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** A page that takes longer is given up, in milliseconds. */
  readonly pageMs: number;
  /** Called after each page, as a sign of life. */
  readonly turned?: () => void;
}

/**
 * Reads a list to its end, or throws: never a part of one, since what is missing from a list counts as deleted.
 * Page by page the text of the whole list is never in memory at once.
 */
export async function listAll<T extends KubeObject>(
  context: PagedListContext,
  type: ResourceType,
  options: ListOptions,
  signal: AbortSignal,
): Promise<WholeList<T>> {
  const items: T[] = [];
  const tokens = new Set<string>();
  for (let token: string | undefined; ;) {
    const asked = { ...options, ...(token === undefined ? {} : { continue: token }) };
    const page = await withDeadline(context.clock, context.pageMs, `list ${type.plural}`, signal, (inner) =>
      context.client.list<T>(type, asked, inner),
    );
    for (const item of page.items) items.push(item);
    context.turned?.();
    if (page.continue === undefined) return { items, resourceVersion: page.resourceVersion };
    if (tokens.has(page.continue)) {
      throw new KubeError('KubeMalformedAnswer', `list ${type.plural}: the pages go round in a circle.`, {
        retry: 'soon',
        httpStatus: 200,
      });
    }
    tokens.add(page.continue);
    token = page.continue;
  }
}
