import type { Cloud, Component } from './components.ts';

export interface EnvironmentContract {
  readonly on: readonly Component[];
  /** `ConfigMap`: through the component's own ConfigMap. `Secret`: from the plane's Secret. `literal`: on the container. */
  readonly carrier: 'ConfigMap' | 'Secret' | 'literal';
  /** `always`, or only where the spec or the cloud asks for it. */
  readonly presence: 'always' | 'sometimes';
  /** Clouds on which it exists; left out: all. */
  readonly clouds?: readonly Cloud[];
  readonly source: string;
}

const api = ['api'] as const;
const brainstore = ['reader', 'fastReader', 'writer'] as const;
const all = ['reader', 'fastReader', 'writer', 'api'] as const;

const apiConfigMap = 'Helm chart 6.11.0, api ConfigMap';
const brainstoreConfigMap = 'Helm chart 6.11.0, brainstore ConfigMaps';
const awsModule = 'AWS module 6.6.0, environment of the API services';
const apiDeployment = 'Helm chart 6.11.0, api Deployment';
const brainstoreDeployment = 'Helm chart 6.11.0, brainstore Deployments';

const apiConfig = { on: api, carrier: 'ConfigMap', presence: 'always', source: apiConfigMap } as const;
const apiOption = { ...apiConfig, presence: 'sometimes' } as const;
const brainstoreConfig = {
  on: brainstore,
  carrier: 'ConfigMap',
  presence: 'always',
  source: brainstoreConfigMap,
} as const;
const brainstoreOption = { ...brainstoreConfig, presence: 'sometimes' } as const;
const apiSecret = { on: api, carrier: 'Secret', presence: 'always', source: apiDeployment } as const;
const brainstoreSecret = {
  on: brainstore,
  carrier: 'Secret',
  presence: 'always',
  source: brainstoreDeployment,
} as const;
const customCaVariable = { on: api, carrier: 'literal', presence: 'sometimes', source: apiDeployment } as const;

/** Every variable that our containers are given. One that is not here is not rendered; a test holds both together. */
export const environment = {
  ORG_NAME: apiConfig,
  PRIMARY_ORG_NAME: apiConfig,
  ALLOWED_ORG_IDS: apiOption,
  BRAINTRUST_LEGACY_IDS: apiConfig,
  RESPONSE_BUCKET: apiConfig,
  RESPONSE_BUCKET_PREFIX: { ...apiConfig, clouds: ['google'] },
  CODE_BUNDLE_BUCKET: apiConfig,
  CODE_BUNDLE_BUCKET_PREFIX: { ...apiConfig, clouds: ['google'] },
  BRAINSTORE_REALTIME_WAL_BUCKET: apiConfig,
  BRAINSTORE_REALTIME_WAL_BUCKET_PREFIX: { ...apiConfig, clouds: ['azure'] },
  ENABLE_GCS_AUTH: { ...apiOption, clouds: ['google'] },
  AWS_ENDPOINT_URL: { ...apiOption, clouds: ['google'] },
  AWS_REGION: {
    ...apiOption,
    clouds: ['google'],
    source: 'Helm chart 6.11.0, google examples: S3 interoperability wants some region',
  },
  AWS_REQUEST_CHECKSUM_CALCULATION: { ...apiOption, clouds: ['google'] },
  AWS_RESPONSE_CHECKSUM_VALIDATION: { ...apiOption, clouds: ['google'] },
  ALLOW_CODE_FUNCTION_EXECUTION: apiConfig,
  BRAINSTORE_ENABLED: apiConfig,
  BRAINSTORE_DEFAULT: apiConfig,
  BRAINSTORE_URL: apiConfig,
  BRAINSTORE_FAST_READER_URL: apiConfig,
  BRAINSTORE_WRITER_URL: apiConfig,
  BRAINSTORE_FAST_READER_QUERY_SOURCES: apiConfig,
  BRAINSTORE_BACKFILL_DISABLE_HISTORICAL: apiConfig,
  BRAINSTORE_BACKFILL_DISABLE_NONHISTORICAL: apiConfig,
  BRAINSTORE_INSERT_ROW_REFS: apiConfig,
  INSERT_LOGS2: apiConfig,
  BRAINSTORE_WAL_FOOTER_VERSION: apiOption,
  SKIP_PG_FOR_BRAINSTORE_OBJECTS: apiOption,
  BRAINSTORE_WAL_USE_EFFICIENT_FORMAT: apiOption,
  CONTROL_PLANE_TELEMETRY: apiConfig,
  ALLOW_INVALID_BASE64: apiConfig,
  NODE_MEMORY_PERCENT: apiConfig,
  BRAINTRUST_UNSAFE_URL_REQUEST_MODE: apiOption,
  BRAINTRUST_URL_SECURITY_DNS_SERVERS: apiOption,
  BRAINTRUST_URL_SECURITY_ALLOW_CIDRS: apiOption,
  BTQL_AUDIT_LOGS_STRICT_ORG_IDS: apiOption,
  BTQL_AUDIT_LOGS_BEST_EFFORT_ORG_IDS: apiOption,
  WHITELISTED_ORIGINS: { ...apiOption, source: awsModule },
  TELEMETRY_LOG_LEVEL: { ...apiOption, source: awsModule },
  DISABLE_SYSADMIN_TELEMETRY: { ...apiOption, source: "the vendor's self-hosting documentation, telemetry" },

  BRAINSTORE_READER_ONLY_MODE: brainstoreConfig,
  BRAINSTORE_VERBOSE: brainstoreConfig,
  BRAINSTORE_PORT: brainstoreConfig,
  BRAINSTORE_CACHE_DIR: brainstoreConfig,
  BRAINSTORE_OBJECT_STORE_CACHE_MEMORY_LIMIT: brainstoreConfig,
  BRAINSTORE_OBJECT_STORE_CACHE_FILE_SIZE: brainstoreConfig,
  BRAINSTORE_INDEX_URI: brainstoreConfig,
  BRAINSTORE_REALTIME_WAL_URI: brainstoreConfig,
  BRAINSTORE_RESPONSE_CACHE_URI: brainstoreConfig,
  BRAINSTORE_CODE_BUNDLE_URI: brainstoreConfig,
  BRAINSTORE_CONTROL_PLANE_TELEMETRY: brainstoreConfig,
  NO_COLOR: brainstoreConfig,
  BRAINSTORE_ASYNC_SCORING_OBJECTS: brainstoreOption,
  BRAINSTORE_LOG_AUTOMATIONS_OBJECTS: brainstoreOption,

  AZURE_STORAGE_ACCOUNT_NAME: { ...apiConfig, on: all, clouds: ['azure'] },

  PG_URL: apiSecret,
  REDIS_URL: apiSecret,
  AZURE_STORAGE_CONNECTION_STRING: { ...apiSecret, clouds: ['azure'] },
  AWS_ACCESS_KEY_ID: { ...apiSecret, presence: 'sometimes', clouds: ['google'] },
  AWS_SECRET_ACCESS_KEY: { ...apiSecret, presence: 'sometimes', clouds: ['google'] },
  BRAINSTORE_LICENSE_KEY: { ...apiSecret, on: all },
  FUNCTION_SECRET_KEY: { ...apiSecret, on: all },
  SERVICE_TOKEN_SECRET_KEY: {
    ...apiSecret,
    on: all,
    source: 'AWS module since 4.1 passes its function secret under both names; the chart leaves it out',
  },
  BRAINSTORE_METADATA_URI: brainstoreSecret,
  BRAINSTORE_WAL_URI: brainstoreSecret,
  BRAINSTORE_REDIS_URI: brainstoreSecret,
  BRAINSTORE_XACT_MANAGER_URI: brainstoreSecret,
  // From REDIS_URL or a path in the bucket, by locks backend; the contract fixes only the name.
  BRAINSTORE_LOCKS_URI: { ...brainstoreSecret, presence: 'sometimes' },

  BRAINSTORE_AI_PROXY_URL: {
    on: brainstore,
    carrier: 'literal',
    presence: 'always',
    source: brainstoreDeployment,
  },
  TS_API_HEALTHSERVER_HOST: { on: api, carrier: 'literal', presence: 'always', source: apiDeployment },
  TS_API_HEALTHSERVER_PORT: { on: api, carrier: 'literal', presence: 'always', source: apiDeployment },
  NODE_EXTRA_CA_CERTS: customCaVariable,
  REQUESTS_CA_BUNDLE: customCaVariable,
  SSL_CERT_FILE: customCaVariable,
  CURL_CA_BUNDLE: customCaVariable,
  AWS_CA_BUNDLE: customCaVariable,
  PIP_CERT: customCaVariable,
} as const satisfies Record<string, EnvironmentContract>;

export type EnvironmentName = keyof typeof environment;

/** Queries of the product's pages that fast readers answer. Source: Helm chart 6.11.0, api ConfigMap; AWS module alike. */
export const fastReaderQuerySources = [
  'summaryPaginatedObjectViewer [realtime]',
  'summaryPaginatedObjectViewer',
  'a602c972-1843-4ee1-b6bc-d3c1075cd7e7',
  'traceQueryFn-id',
  'traceQueryFn-rootSpanId',
  'fullSpanQueryFn-root_span_id',
  'fullSpanQueryFn-id',
] as const;
