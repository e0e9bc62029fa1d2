import type { Case } from './case.ts';

const opened =
  "  vendor: { diagnostics: Disallowed, diagnosticsWindow: { from: '2026-11-25T09:00:00Z', reason: Queries time out. },";

/** Environments in which the vendor runs the plane. */
export const bootstrapCases: readonly Case[] = [
  [
    'bootstrap-is-out-of-reach',
    'byocAws',
    'name: prod',
    'name: bootstrap-1',
    "metadata.name: begins as the bootstrap's own objects do",
  ],
  [
    'diagnostics-open-by-approval',
    'byocAws',
    '  vendor: {',
    opened,
    'spec.vendor.diagnosticsWindow: opens nothing with vendor.diagnostics Disallowed',
  ],
  [
    'guardrail-has-a-target',
    'byocAws',
    '  alarms',
    "  guardrail: { targetId: '123456789012' }\n  alarms",
    'spec.guardrail.targetId: is attached to nothing',
  ],
];
