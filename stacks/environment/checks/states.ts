import type { Path } from '../../../src/api/documents/problem.ts';
import type { Environment } from '../schema/environment.ts';
import { those, type Check, type CheckFinding } from './check.ts';

const backendPath: Path = ['spec', 'state', 'backend'];
const providerPath: Path = ['spec', 'state', 'secretsProvider'];

interface Parts {
  readonly scheme: string;
  readonly rest: string;
  readonly query: URLSearchParams;
}

/** `s3://bucket/prefix?region=x` in its parts. */
function partsOf(url: string): Parts {
  const [, scheme = '', rest = '', query = ''] = /^([a-z0-9]+):\/\/([^?]*)\??(.*)$/.exec(url) ?? [];
  return { scheme, rest, query: new URLSearchParams(query) };
}

function stateOf({ spec }: Environment): { readonly backend: string; readonly secretsProvider: string } | undefined {
  return spec.mode === 'SaaS' ? undefined : spec.state;
}

/** Parameters that belong to one backend, by what the others do not know. Source: the URL openers of gocloud.dev/blob. */
const parameters: Readonly<Record<string, RegExp>> = {
  s3: /^(region|profile|awssdk|endpoint|s3ForcePathStyle|use_path_style|disableSSL|disable_https|hostname_immutable|anonymous|accelerate|dualstack|fips|rate_limiter_capacity|request_checksum_calculation|response_checksum_validation|ssetype|kmskeyid)$/,
  gs: /^(access_id|private_key_path|anonymous|universe_domain)$/,
  azblob: /^(storage_account|domain|protocol|cdn|localemu)$/,
};

const forms: Readonly<Record<string, { readonly place: RegExp; readonly form: string }>> = {
  s3: { place: /^[a-z0-9][-a-z0-9.]{1,61}[a-z0-9](\/[^\s?]*)?$/, form: 's3://BUCKET?region=REGION' },
  gs: { place: /^[a-z0-9][-a-z0-9._]{1,220}[a-z0-9](\/[^\s?]*)?$/, form: 'gs://BUCKET' },
  azblob: {
    place: /^[a-z0-9][-a-z0-9]{1,61}[a-z0-9](\/[^\s?]*)?$/,
    form: 'azblob://CONTAINER?storage_account=ACCOUNT',
  },
};

/** Addresses at which a bucket is reached over HTTPS, which is not how the engine reaches it. */
const bucketHosts = [
  { host: /(^|[.])s3[.-][-a-z0-9.]*amazonaws[.]com(\/|$)|(^|[.])s3[.]amazonaws[.]com(\/|$)/, write: 's3' },
  { host: /^storage([.]cloud)?[.]google(apis)?[.]com(\/|$)/, write: 'gs' },
  { host: /[.]blob[.]core[.]windows[.]net(\/|$)/, write: 'azblob' },
] as const;

function backendFindings({ scheme, rest, query }: Parts): readonly CheckFinding[] {
  const path = backendPath;
  const form = forms[scheme];
  if (scheme === 'https') {
    const bucket = bucketHosts.find(({ host }) => host.test(rest));
    const write = bucket === undefined ? undefined : forms[bucket.write]?.form;
    return those(
      write !== undefined && {
        path,
        reason: 'is the web address of a bucket, and not Pulumi Cloud',
        next: `write ${write}`,
      },
      write === undefined &&
        /^app[.]pulumi[.]com/.test(rest) && {
          path,
          reason: 'is the console of Pulumi Cloud, and not its API',
          next: 'write https://api.pulumi.com',
        },
    );
  }
  if (form === undefined) return [];
  const foreign = [...query.keys()].filter((key) => parameters[scheme]?.test(key) !== true);
  return those(
    !form.place.test(rest) && {
      path,
      reason: `names no bucket or container as ${scheme} does`,
      next: `write ${form.form}`,
    },
    foreign.length > 0 && {
      path,
      reason: `has ${foreign.join(' and ')}, which ${scheme}:// does not know`,
      next: `write ${form.form}`,
    },
  );
}

function regionFindings({ scheme, query }: Parts): readonly CheckFinding[] {
  const path = backendPath;
  return those(
    scheme === 's3' &&
      !query.has('region') && {
        path,
        severity: 'warning',
        reason: 'names no region, so that the state is found only where AWS_REGION happens to be its own',
        next: 'add ?region=REGION',
      },
    scheme === 'azblob' &&
      !query.has('storage_account') && {
        path,
        severity: 'warning',
        reason: 'names no storage account, so that the state is found only where AZURE_STORAGE_ACCOUNT is set',
        next: 'add ?storage_account=ACCOUNT',
      },
  );
}

const keyForms: Readonly<Record<string, { readonly key: RegExp; readonly form: string }>> = {
  awskms: {
    key: /^(\/?arn:aws[-a-z]*:kms:[-a-z0-9]+:[0-9]{12}:(key|alias)\/.+|alias\/[-_/A-Za-z0-9]+|[0-9a-f]{8}-[-0-9a-f]{27}|mrk-[0-9a-f]{32})$/,
    form: 'awskms://alias/NAME?region=REGION, or awskms:///ARN?region=REGION',
  },
  gcpkms: {
    key: /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
    form: 'gcpkms://projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/KEY',
  },
  azurekeyvault: {
    key: /^[a-z][-a-z0-9]{1,22}[a-z0-9][.]vault[.](azure[.]net|azure[.]cn|usgovcloudapi[.]net)\/keys\/[-A-Za-z0-9]+(\/[0-9a-f]{32})?$/i,
    form: 'azurekeyvault://VAULT.vault.azure.net/keys/KEY',
  },
};

/** Source: Pulumi, "Secrets": the URLs of gocloud.dev/secrets. */
function keyFindings({ scheme, rest, query }: Parts): readonly CheckFinding[] {
  const form = keyForms[scheme];
  if (form === undefined) return [];
  const path = providerPath;
  const [, regionOfKey] = /arn:aws[-a-z]*:kms:([-a-z0-9]+):/.exec(rest) ?? [];
  const region = query.get('region') ?? undefined;
  return those(
    !form.key.test(rest) && { path, reason: `names no key as ${scheme} does`, next: `write ${form.form}` },
    scheme === 'awskms' &&
      region === undefined &&
      regionOfKey === undefined && {
        path,
        reason: 'names no region: an alias is one of a region',
        next: 'add ?region=REGION',
      },
    regionOfKey !== undefined &&
      region !== undefined &&
      region !== regionOfKey && {
        path,
        reason: `has the key of ${regionOfKey}, and region=${region}`,
        next: 'take one region for both',
      },
    scheme !== 'awskms' &&
      region !== undefined && {
        path,
        reason: `has region, which ${scheme}:// does not know`,
        next: `write ${form.form}`,
      },
  );
}

export const stateChecks: readonly Check[] = [
  {
    id: 'backend-is-written-as-its-kind-is',
    check: (environment) => {
      const state = stateOf(environment);
      return state === undefined ? [] : backendFindings(partsOf(state.backend));
    },
  },
  {
    id: 'backend-says-where-it-is',
    check: (environment) => {
      const state = stateOf(environment);
      return state === undefined ? [] : regionFindings(partsOf(state.backend));
    },
  },
  {
    id: 'secrets-provider-is-written-as-its-kind-is',
    check: (environment) => {
      const state = stateOf(environment);
      return state === undefined ? [] : keyFindings(partsOf(state.secretsProvider));
    },
  },
];
