import { those, type Check } from './check.ts';

/** What must hold where the vendor runs the plane. */
export const bootstrapChecks: readonly Check[] = [
  {
    id: 'bootstrap-is-out-of-reach',
    check: ({ metadata, spec }) =>
      those(
        spec.mode === 'BYOC' &&
          /^bootstrap(-|$)/.test(metadata.name) && {
            path: ['metadata', 'name'],
            reason:
              "begins as the bootstrap's own objects do, and the vendor's deployer owns what begins with the name",
            next: 'choose another name',
          },
      ),
  },
  {
    id: 'diagnostics-open-by-approval',
    check: ({ spec }) =>
      those(
        spec.mode === 'BYOC' &&
          spec.vendor.diagnosticsWindow !== undefined &&
          spec.vendor.diagnostics !== 'Approval' && {
            path: ['spec', 'vendor', 'diagnosticsWindow'],
            reason: `opens nothing with vendor.diagnostics ${spec.vendor.diagnostics}`,
            next: 'leave it out, or set vendor.diagnostics to Approval',
          },
      ),
  },
  {
    id: 'guardrail-has-a-target',
    check: ({ spec }) =>
      those(
        spec.mode === 'BYOC' &&
          'guardrail' in spec &&
          !spec.guardrail.organizationPolicy &&
          spec.guardrail.targetId !== undefined && {
            path: ['spec', 'guardrail', 'targetId'],
            reason: 'is attached to nothing while guardrail.organizationPolicy is false',
            next: 'leave it out, or set guardrail.organizationPolicy to true',
          },
      ),
  },
];
