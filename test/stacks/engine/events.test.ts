import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { describe, expect, it } from 'vitest';
import { progressOf } from '../../../stacks/engine/events.ts';

const diagnostic = (severity: string, message: string): EngineEvent =>
  ({ sequence: 1, timestamp: 1, diagnosticEvent: { severity, message, color: 'never', urn: '' } }) as EngineEvent;

describe("the engine's events", () => {
  it('are dropped at the door where they are for debugging, since they hold secrets in clear', () => {
    expect(progressOf(diagnostic('debug', 'inputs: canary'))).toBeUndefined();
  });

  it('tell errors and warnings without colours', () => {
    expect(progressOf(diagnostic('error', '<{%fg 1%}>\u001B[31mno\u001B[0m<{%reset%}>'))).toEqual({
      kind: 'message',
      severity: 'error',
      text: 'no',
    });
  });

  it('tell which fields change, and no value', () => {
    const urn = 'urn:pulumi:prod::planewright::planewright:aws:storage$aws:s3/bucket:Bucket::storage-data';
    const state = (canary: string) => ({
      type: 't',
      urn,
      id: 'i',
      parent: '',
      inputs: { canary },
      outputs: { canary },
      provider: '',
    });
    const event = {
      sequence: 1,
      timestamp: 1,
      resourcePreEvent: {
        planning: true,
        metadata: {
          op: 'update',
          urn,
          type: 'aws:s3/bucket:Bucket',
          old: state('canary-old'),
          new: state('canary-new'),
          detailedDiff: { 'tags.owner': { diffKind: 'update', inputDiff: true } },
          provider: '',
        },
      },
    } as unknown as EngineEvent;
    const progress = progressOf(event);
    expect(progress).toMatchObject({
      kind: 'planned',
      step: { concern: 'storage', name: 'storage-data', changed: ['tags.owner'] },
    });
    expect(JSON.stringify(progress)).not.toContain('canary');
  });
});
