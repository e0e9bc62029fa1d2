import { releases } from '../../../src/dataplane/releases/catalogue.ts';
import { compareVersions, parseVersion } from '../../../src/dataplane/releases/version.ts';
import { those, type Check } from './check.ts';

export const planeChecks: readonly Check[] = [
  {
    id: 'any-organization-has-a-first',
    check: ({ spec: { organization } }) =>
      those(
        organization.name === '*' &&
          organization.primaryName === undefined && {
            path: ['spec', 'organization', 'primaryName'],
            reason: 'is required when name is *',
            next: 'name the organization that manages the service tokens',
          },
      ),
  },
  {
    id: 'saas-governs-something',
    check: ({ spec }) =>
      those(
        spec.mode === 'SaaS' &&
          !spec.organization.governed && {
            path: ['spec', 'organization', 'governed'],
            reason: 'is false, and with mode SaaS there is nothing else to do',
            next: 'set it to true, or remove the file',
          },
        spec.mode === 'SaaS' &&
          spec.organization.name === '*' && {
            path: ['spec', 'organization', 'name'],
            reason: 'is *, and with mode SaaS there is no plane that could serve any',
            next: 'name the organization',
          },
      ),
  },
  {
    id: 'code-runs-for-one-organization',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || spec.plane.api.codeExecution !== 'InProcess') return [];
      const { name, allowedIds = [] } = spec.organization;
      return those(
        (name === '*' || allowedIds.length > 1) && {
          path: ['spec', 'plane', 'api', 'codeExecution'],
          reason:
            'cannot be InProcess on a plane that serves more than one organization: nothing keeps their code apart',
          next: 'set it to Disabled',
        },
      );
    },
  },
  {
    id: 'version-is-known',
    check: ({ spec }) => {
      const path = ['spec', 'version'];
      if (spec.mode === 'SaaS' || spec.version === undefined) return [];
      const { version } = spec;
      const latest = releases.at(-1)?.version ?? '';
      return those(
        !releases.some((release) => release.version === version) && {
          path,
          reason: `is ${version}, which our list of releases does not have`,
          next: `check that the vendor has published it; the newest one that we know is ${latest}`,
          severity: 'warning',
        },
      );
    },
  },
  {
    id: 'storage-fits-the-version',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || !isBefore2(spec.version)) return [];
      const { walFooterVersion, skipPostgres } = spec.plane.storage;
      const path = ['spec', 'plane', 'storage'];
      return those(
        walFooterVersion === 'v3' && {
          path: [...path, 'walFooterVersion'],
          reason: `is v3, which ${spec.version} cannot write`,
          next: 'take 2.0.0 or later, or an older format',
        },
        skipPostgres === 'All' && {
          path: [...path, 'skipPostgres'],
          reason: `is All, which ${spec.version} cannot do`,
          next: 'take 2.0.0 or later, or None',
        },
      );
    },
  },
  {
    id: 'usage-is-told',
    check: ({ spec }) =>
      those(
        spec.mode === 'SelfHosted' &&
          !spec.plane.telemetry.types.includes('usage') && {
            path: ['spec', 'plane', 'telemetry', 'types'],
            reason: 'has no usage, which is what bills are made from',
            next: 'agree on it with the vendor',
            severity: 'warning',
          },
      ),
  },
  {
    id: 'guardrail-has-a-target',
    check: ({ spec }) =>
      those(
        spec.mode === 'BYOC' &&
          'guardrail' in spec &&
          spec.guardrail.organizationPolicy &&
          spec.guardrail.targetId === undefined && {
            path: ['spec', 'guardrail', 'targetId'],
            reason: 'is required when organizationPolicy is true',
            next: 'name the organizational unit or account',
          },
      ),
  },
];

function isBefore2(version: string): boolean {
  const [given, two] = [parseVersion(version), parseVersion('2.0.0')];
  return given !== undefined && two !== undefined && compareVersions(given, two) < 0;
}
