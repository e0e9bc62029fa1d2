import { brainstorePaths } from '../../src/dataplane/contract/storage.ts';
import type { ContainerRole } from './references.ts';

export interface LifecycleRule {
  readonly name: string;
  /** Where it holds, beginning with the container. */
  readonly prefixes: readonly string[];
  /** Days after the last change until a blob goes, old versions with it. */
  readonly deleteAfterDays?: number;
  /** Days after its making until an old version goes. What is current stays. */
  readonly deleteVersionsAfterDays?: number;
}

/** Below these, Brainstore notes what it has deleted; a week later nobody reads it. Source: vendor's AWS module, 4.5. */
const deleteOperations = [brainstorePaths.index, brainstorePaths.wal].map((path) => `${path}/delete_ops/`);
const deleteOperationDays = 7;

/** Responses and their cache are read within minutes. Source: vendor's AWS and Google modules; that of Azure keeps them for ever. */
const responseDays = 1;

/**
 * What goes by itself: never anything current, but what the application has done with. A deleted version is kept by soft
 * delete for as long again, so that `undoDays` hold however old the version was.
 */
export function lifecycleRules(
  containers: Readonly<Record<ContainerRole, string>>,
  undoDays: number,
): readonly LifecycleRule[] {
  return [
    {
      name: 'delete-operations',
      prefixes: deleteOperations.map((path) => `${containers.brainstore}/${path}`),
      deleteAfterDays: deleteOperationDays,
    },
    { name: 'responses', prefixes: [`${containers.responses}/`], deleteAfterDays: responseDays },
    {
      name: 'old-versions',
      prefixes: [`${containers.brainstore}/`, `${containers.codeBundles}/`],
      deleteVersionsAfterDays: undoDays,
    },
  ];
}
