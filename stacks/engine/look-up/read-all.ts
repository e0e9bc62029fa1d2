import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sentenceOf } from '../../../src/runtime/errors.ts';
import { progressOf } from '../events.ts';
import { sealOf, urnOfProvider, type StackState, type StateResource } from '../state.ts';
import { openWorkspace, type WorkspaceOptions } from '../workspace.ts';
import type { Read } from './verdict.ts';

/** What is to be read: a type, an id, and the provider's reference as the state writes it. */
export interface Reading {
  readonly type: string;
  readonly id: string;
  readonly provider?: string;
  /** How the provider says that there is none, where it fails instead of answering with nothing. */
  readonly noneText?: RegExp;
}

/**
 * Has the providers read all of it in one run of the engine: a stack that is thrown away holds nothing but the providers of
 * the real one, with their settings and secrets, and the ids; a refresh that is only previewed says of each whether it is
 * there. One that cannot be read hides no other. Nothing is written to the cloud or to the real state.
 * @returns what came of each, in the same order.
 */
export async function readAll(
  readings: readonly Reading[],
  state: StackState,
  options: WorkspaceOptions,
  signal: AbortSignal,
): Promise<readonly Read[]> {
  if (readings.length === 0) return [];
  const folder = await mkdtemp(path.join(tmpdir(), 'planewright-look-up-'));
  await mkdir(path.join(folder, 'state'));
  const own = { ...options, existing: false, backend: `file://${path.join(folder, 'state')}` };
  const workspace = await openWorkspace(own, sealOf(state, options.secretsProvider));
  const urnOf = (index: number): string =>
    `urn:pulumi:${options.environment}::planewright::${readings[index]?.type ?? ''}::look-up-${index}`;
  const found = new Map<string, Read>();
  const complaints = new Map<string, string>();
  let failure: unknown;
  try {
    await workspace.putState(onlyRead(readings, state, urnOf));
    await workspace.stack.previewRefresh({
      signal,
      onOutput: () => undefined,
      onEvent: (event) => {
        const progress = progressOf(event);
        if (progress?.kind === 'message' && progress.severity === 'error' && progress.urn !== undefined)
          complaints.set(progress.urn, progress.text);
        const { op, urn, new: now } = event.resOutputsEvent?.metadata ?? {};
        if (urn === undefined) return;
        found.set(
          urn,
          op === 'delete' || now === undefined
            ? { kind: 'gone' }
            : { kind: 'there', id: now.id, outputs: now.outputs as Readonly<Record<string, unknown>> },
        );
      },
    });
  } catch (error) {
    // Each reading tells its own failure; what is left without any has this one.
    failure = error;
  } finally {
    await workspace.dispose();
    await rm(folder, { recursive: true, force: true });
  }
  return readings.map(({ noneText }, index): Read => {
    const complaint = complaints.get(urnOf(index));
    if (complaint !== undefined && noneText?.test(complaint) === true) return { kind: 'gone' };
    const read = found.get(urnOf(index));
    if (complaint === undefined && read !== undefined) return read;
    return {
      kind: 'failed',
      reason: complaint ?? (failure === undefined ? 'nothing was said of it' : sentenceOf(failure)),
    };
  });
}

/** The providers of a state without what they belong to, and one entry for each reading. */
function onlyRead(readings: readonly Reading[], state: StackState, urnOf: (index: number) => string): StackState {
  const used = new Set(readings.map(({ provider }) => provider && urnOfProvider(provider)));
  const providers = (state.deployment.resources ?? []).filter(({ urn }) => used.has(urn)).map(alone);
  const entries = readings.map(({ type, id, provider }, index): StateResource => ({
    urn: urnOf(index),
    custom: true,
    type,
    id,
    inputs: {},
    outputs: {},
    ...(provider !== undefined && { provider }),
  }));
  return {
    ...state,
    deployment: { ...state.deployment, resources: [...providers, ...entries], pending_operations: [] },
  };
}

function alone(resource: StateResource): StateResource {
  const kept = Object.entries(resource).filter(
    ([key]) => !['parent', 'dependencies', 'propertyDependencies', 'protect'].includes(key),
  );
  return Object.fromEntries(kept) as unknown as StateResource;
}
