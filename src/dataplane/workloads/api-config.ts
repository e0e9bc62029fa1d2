import { componentContracts, type BrainstoreRole } from '../contract/components.ts';
import { fastReaderQuerySources } from '../contract/environment.ts';
import { googleInteropEndpoint } from '../contract/storage.ts';
import { bucketsOf } from './buckets.ts';
import type { PlaneContext } from './context.ts';
import { definedOnly, type Variables } from './variables.ts';

/** What the API is told through its ConfigMap. */
export function apiConfig(context: PlaneContext): Readonly<Record<string, string>> {
  const { spec, served } = context;
  return definedOnly({
    ORG_NAME: served.name,
    PRIMARY_ORG_NAME: served.primaryName,
    ALLOWED_ORG_IDS: list(served.allowedIds),
    BRAINTRUST_LEGACY_IDS: 'true',
    ...storage(context),
    ...brainstoreAddresses(context),
    BRAINSTORE_BACKFILL_DISABLE_HISTORICAL: String(spec.api.backfill.disableHistorical),
    BRAINSTORE_BACKFILL_DISABLE_NONHISTORICAL: String(spec.api.backfill.disableNonHistorical),
    BRAINSTORE_INSERT_ROW_REFS: 'true',
    INSERT_LOGS2: 'true',
    ...format(context),
    ALLOW_CODE_FUNCTION_EXECUTION: String(spec.api.codeExecution === 'InProcess'),
    ALLOW_INVALID_BASE64: String(spec.api.allowInvalidBase64),
    NODE_MEMORY_PERCENT: String(spec.api.nodeMemoryPercent),
    BRAINTRUST_UNSAFE_URL_REQUEST_MODE: spec.api.urlSafety?.mode,
    BRAINTRUST_URL_SECURITY_DNS_SERVERS: list(spec.api.urlSafety?.dnsServers),
    BRAINTRUST_URL_SECURITY_ALLOW_CIDRS: list(spec.api.urlSafety?.allowCidrs),
    WHITELISTED_ORIGINS: list(spec.network.allowedOrigins),
    ...telemetry(context),
    ...audit(context),
  });
}

function storage({ spec: { cloud } }: PlaneContext): Variables {
  const buckets = bucketsOf(cloud);
  return {
    AZURE_STORAGE_ACCOUNT_NAME: cloud.provider === 'azure' ? cloud.azure.storageAccountName : undefined,
    RESPONSE_BUCKET: buckets.responses,
    RESPONSE_BUCKET_PREFIX: buckets.responsePrefix,
    CODE_BUNDLE_BUCKET: buckets.codeBundles,
    CODE_BUNDLE_BUCKET_PREFIX: buckets.codeBundlePrefix,
    BRAINSTORE_REALTIME_WAL_BUCKET: buckets.brainstore,
    BRAINSTORE_REALTIME_WAL_BUCKET_PREFIX: buckets.walPrefix,
    ...(cloud.provider === 'google' && googleAccess(cloud.google.hmacKey?.region)),
  };
}

/** With an HMAC key the API speaks S3 to Google; newer S3 clients need to be told to leave their checksums out. */
function googleAccess(interopRegion: string | undefined): Variables {
  if (interopRegion === undefined) return { ENABLE_GCS_AUTH: 'true' };
  return {
    AWS_ENDPOINT_URL: googleInteropEndpoint,
    AWS_REGION: interopRegion,
    AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED',
  };
}

function brainstoreAddresses(context: PlaneContext): Variables {
  return {
    BRAINSTORE_ENABLED: 'true',
    BRAINSTORE_DEFAULT: 'force',
    BRAINSTORE_URL: serviceUrl(context, 'reader'),
    BRAINSTORE_FAST_READER_URL: serviceUrl(context, 'fastReader'),
    BRAINSTORE_WRITER_URL: serviceUrl(context, 'writer'),
    BRAINSTORE_FAST_READER_QUERY_SOURCES: fastReaderQuerySources.join(','),
  };
}

/**
 * Always the namespace that the Services are in. The vendor's chart takes it from a value of its own, which may name
 * another one, and the API's pods are then ready but answer no query.
 */
function serviceUrl({ namespace }: PlaneContext, role: BrainstoreRole): string {
  const { objectName, port } = componentContracts[role];
  return `http://${objectName}.${namespace}:${port}`;
}

function format({ spec: { storage: formats } }: PlaneContext): Variables {
  const footer = formats.walFooterVersion === 'None' ? undefined : formats.walFooterVersion;
  const skip = formats.skipPostgres === 'All' ? 'all' : undefined;
  return {
    BRAINSTORE_WAL_FOOTER_VERSION: footer,
    SKIP_PG_FOR_BRAINSTORE_OBJECTS: skip,
    BRAINSTORE_WAL_USE_EFFICIENT_FORMAT: footer === undefined && skip === undefined ? undefined : 'true',
  };
}

function telemetry({ spec }: PlaneContext): Variables {
  return {
    CONTROL_PLANE_TELEMETRY: spec.telemetry.types.join(','),
    TELEMETRY_LOG_LEVEL: spec.telemetry.billingLogLevel,
    DISABLE_SYSADMIN_TELEMETRY: spec.telemetry.sysadminEndpoints ? undefined : 'true',
  };
}

function audit({ spec, served }: PlaneContext): Variables {
  if (spec.audit === undefined) return {};
  const ids = list(served.auditedIds);
  return spec.audit.queryRead === 'Strict'
    ? { BTQL_AUDIT_LOGS_STRICT_ORG_IDS: ids }
    : { BTQL_AUDIT_LOGS_BEST_EFFORT_ORG_IDS: ids };
}

function list(items: readonly string[] | undefined): string | undefined {
  return items === undefined || items.length === 0 ? undefined : items.join(',');
}
