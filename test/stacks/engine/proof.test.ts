import type { EngineEvent } from '@pulumi/pulumi/automation/events.js';
import { describe, expect, it } from 'vitest';
import { progressTeller } from '../../../src/cli/engine/progress.ts';
import type { Progress } from '../../../stacks/engine/events.ts';
import { proofOf } from '../../../stacks/engine/events.ts';

const option = {
  domainName: 'plane.example.com',
  resourceRecordName: '_a1.plane.example.com.',
  resourceRecordType: 'CNAME',
  resourceRecordValue: '_b2.acm-validations.aws.',
};
const event = (type: string, planning = false): EngineEvent =>
  ({
    resOutputsEvent: { planning, metadata: { type, new: { outputs: { domainValidationOptions: [option] } } } },
  }) as unknown as EngineEvent;
const certificate = 'aws:acm/certificate:Certificate';
const record = {
  kind: 'record',
  name: option.resourceRecordName,
  type: 'CNAME',
  value: option.resourceRecordValue,
} as const;

describe('the record that proves a certificate', () => {
  it('is read when the certificate is there, of nothing else and not of a plan', () => {
    expect(proofOf(event(certificate))).toEqual(record);
    expect(proofOf(event('aws:s3/bucket:Bucket'))).toBeUndefined();
    expect(proofOf(event(certificate, true))).toBeUndefined();
  });

  const waits = (operation: string): Progress =>
    ({
      kind: 'started',
      step: {
        type: 'aws:acm/certificateValidation:CertificateValidation',
        operation,
        urn: 'u',
        name: 'v',
        concern: 'entry',
      },
    }) as unknown as Progress;
  const told = (steps: readonly Progress[], dnsElsewhere: boolean): string => {
    let text = '';
    const io = {
      err: (more: string) => void (text += more),
      isTerminal: false,
      columns: 80,
      signal: new AbortController().signal,
    };
    const tell = progressTeller(1, io, { dnsElsewhere });
    for (const step of steps) tell(step);
    return text;
  };

  it('is told when the certificate begins to wait, to whoever keeps DNS elsewhere', () => {
    expect(told([record], true)).toBe('');
    expect(told([record, waits('create')], true)).toContain('_a1.plane.example.com.  CNAME  _b2.acm-validations.aws.');
    expect(told([record, waits('same')], true)).toBe('');
    expect(told([record, waits('create')], false)).toBe('');
  });
});
