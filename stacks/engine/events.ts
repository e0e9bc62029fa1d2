import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation/events.js';
import { isPlainObject } from '../../src/runtime/canonical-json.ts';
import { holdsData, partsOf, type Step } from './step.ts';

/** What a run tells while it goes on. */
export type Progress =
  | { readonly kind: 'planned'; readonly step: Step }
  | { readonly kind: 'started'; readonly step: Step }
  | { readonly kind: 'done'; readonly step: Step }
  | { readonly kind: 'failed'; readonly step: Step }
  /** A DNS record that a later step waits for, known from now on. */
  | { readonly kind: 'record'; readonly name: string; readonly type: string; readonly value: string }
  | { readonly kind: 'message'; readonly severity: 'warning' | 'error'; readonly urn?: string; readonly text: string }
  | { readonly kind: 'ended'; readonly succeeded: boolean };

/**
 * An event of the engine in our words; undefined for those that say nothing to a person. Whatever is of severity `debug`
 * is dropped here, at the door: the SDK writes every input into it, secrets in clear.
 */
export function progressOf(event: EngineEvent): Progress | undefined {
  if (event.resourcePreEvent !== undefined) {
    const { metadata, planning } = event.resourcePreEvent;
    return { kind: planning === true ? 'planned' : 'started', step: stepOf(metadata) };
  }
  if (event.resOutputsEvent !== undefined && event.resOutputsEvent.planning !== true) {
    return { kind: 'done', step: stepOf(event.resOutputsEvent.metadata) };
  }
  if (event.resOpFailedEvent !== undefined) return { kind: 'failed', step: stepOf(event.resOpFailedEvent.metadata) };
  if (event.diagnosticEvent !== undefined) {
    const { severity, urn, message } = event.diagnosticEvent;
    if (severity !== 'warning' && severity !== 'error') return undefined;
    return { kind: 'message', severity, text: plain(message), ...(urn !== undefined && urn !== '' && { urn }) };
  }
  const summary = event.summaryEvent as { readonly result?: string } | undefined;
  return summary === undefined ? undefined : { kind: 'ended', succeeded: summary.result !== 'failed' };
}

/**
 * The record by which a certificate of ACM is proven, from the event that says that the certificate is there: its
 * validation waits until somebody has made the record. It is public, so that it may be told.
 */
export function proofOf(event: EngineEvent): Extract<Progress, { kind: 'record' }> | undefined {
  const metadata = event.resOutputsEvent?.planning === true ? undefined : event.resOutputsEvent?.metadata;
  if (metadata?.type !== 'aws:acm/certificate:Certificate') return undefined;
  const outputs = metadata.new?.outputs as Readonly<Record<string, unknown>> | undefined;
  const [first] = Array.isArray(outputs?.['domainValidationOptions'])
    ? (outputs['domainValidationOptions'] as readonly unknown[])
    : [];
  if (!isPlainObject(first)) return undefined;
  const { resourceRecordName: name, resourceRecordType: type, resourceRecordValue: value } = first;
  if (typeof name !== 'string' || typeof type !== 'string' || typeof value !== 'string') return undefined;
  return { kind: 'record', name, type, value };
}

/** Without values, which may be secrets: only which inputs differ. */
function stepOf({ op, urn, type, old, new: after, diffs, keys, detailedDiff, logical }: StepEventMetadata): Step {
  const { concern, name } = partsOf(urn);
  const detailed = Object.entries(detailedDiff ?? {});
  const changed = detailed.length > 0 ? detailed.map(([path]) => path) : (diffs ?? []);
  const replacing = detailed.filter(([, { diffKind }]) => diffKind.endsWith('-replace')).map(([path]) => path);
  return {
    operation: op,
    urn,
    type,
    name,
    concern,
    holdsData: holdsData(type),
    changed: changed.toSorted(),
    replacing: (replacing.length > 0 ? replacing : (keys ?? [])).toSorted(),
    protectedBefore: old?.protect ?? false,
    protectedAfter: after?.protect ?? false,
    logical: logical === true && (after ?? old)?.custom !== true,
  };
}

/** The engine colours its sentences by `<{%…%}>` and by escapes, also where it is told not to. */
function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>|\u001B\[[0-9;]*m/g, '').trim();
}
