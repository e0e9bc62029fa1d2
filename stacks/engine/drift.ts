import type { StepEventMetadata } from '@pulumi/pulumi/automation/events.js';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { differingPaths } from './differing-paths.ts';
import { progressOf, type Progress } from './events.ts';
import { failureOf } from './failure.ts';
import { withoutSecrets } from '../plan/secrets-on-the-wire.ts';
import { resourceTypeOf } from '../resource-types/index.ts';
import { isNamed } from '../resource-types/resource-type.ts';
import { holdsData, partsOf } from './step.ts';
import type { Workspace } from './workspace.ts';

/** One object that is not as it was left. */
export interface CloudDrift {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly concern: string;
  readonly holdsData: boolean;
  readonly kind: 'changed' | 'gone';
  /** What the cloud knows it by. */
  readonly id: string;
  /** Its name in the cloud, where its type has one. */
  readonly physicalName?: string;
  readonly arn?: string;
  /** What differs, by path; computed properties too. Values of secrets are not shown. */
  readonly fields: readonly { readonly path: string; readonly was: string; readonly is: string }[];
}

/**
 * Compares every object of a stack with the cloud. Nothing is written, neither there nor to the state. The engine calls an
 * object whose computed properties alone differ the same, so they are compared here.
 * @throws PlanewrightError where the cloud cannot be read.
 */
export async function cloudDrift({ stack, account }: Workspace, signal: AbortSignal): Promise<readonly CloudDrift[]> {
  const found: CloudDrift[] = [];
  const told: Progress[] = [];
  try {
    await stack.previewRefresh({
      signal,
      onEvent: (event) => {
        if (event.resOutputsEvent !== undefined) found.push(...driftOf(event.resOutputsEvent.metadata));
        const progress = progressOf(event);
        if (progress !== undefined) told.push(progress);
      },
    });
  } catch (error) {
    throw failureOf(error, told, { account });
  }
  return found.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
}

function driftOf({ op, urn, type, old, new: now }: StepEventMetadata): readonly CloudDrift[] {
  if (old?.custom !== true || type.startsWith('pulumi:')) return [];
  const { name, concern } = partsOf(urn);
  const of = { urn, name, type, concern, holdsData: holdsData(type), id: old.id, ...namesIn(type, old) };
  if (op === 'delete' || now === undefined) return [{ ...of, kind: 'gone', fields: [] }];
  const before = withoutSecrets(old.outputs);
  const after = withoutSecrets(now.outputs);
  const fields = differingPaths(before, after).map((path) => ({
    path,
    was: shownAt(before, path),
    is: shownAt(after, path),
  }));
  return fields.length === 0 ? [] : [{ ...of, kind: 'changed', fields }];
}

function namesIn(type: string, { inputs, outputs }: { readonly inputs: unknown; readonly outputs: unknown }) {
  const row = resourceTypeOf(type);
  const given = isPlainObject(inputs) && row !== undefined && isNamed(row) ? inputs[row.name.property] : undefined;
  const arn = isPlainObject(outputs) ? outputs['arn'] : undefined;
  return {
    ...(typeof given === 'string' && { physicalName: given }),
    ...(typeof arn === 'string' && arn.startsWith('arn:') && { arn }),
  };
}

/** Long values say enough by their beginning; secrets come masked from the engine. */
function shownAt(value: unknown, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>((inner, step) => (inner as Readonly<Record<string, unknown>> | null | undefined)?.[step], value);
  const text = found === undefined ? '(none)' : typeof found === 'string' ? found : JSON.stringify(found);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
