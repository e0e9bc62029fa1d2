import { componentContracts, type BrainstoreRole } from '../contract/components.ts';
import { brainstoreUris } from './buckets.ts';
import type { PlaneContext } from './context.ts';
import { definedOnly } from './variables.ts';

/** What a Brainstore role is told through its ConfigMap. All roles get the same places: they share one store. */
export function brainstoreConfig(context: PlaneContext, role: BrainstoreRole): Readonly<Record<string, string>> {
  const { cloud, storage, telemetry, brainstore } = context.spec;
  const { cache, verbose } = brainstore[role];
  const uris = brainstoreUris(cloud);
  const skip = storage.skipPostgres === 'All' ? 'all' : undefined;
  return definedOnly({
    BRAINSTORE_READER_ONLY_MODE: String(role !== 'writer'),
    BRAINSTORE_VERBOSE: verbose ? '1' : '0',
    BRAINSTORE_PORT: String(componentContracts[role].port),
    BRAINSTORE_CACHE_DIR: cache.directory,
    BRAINSTORE_OBJECT_STORE_CACHE_MEMORY_LIMIT: String(cache.memoryLimit),
    BRAINSTORE_OBJECT_STORE_CACHE_FILE_SIZE: String(cache.size),
    AZURE_STORAGE_ACCOUNT_NAME: cloud.provider === 'azure' ? cloud.azure.storageAccountName : undefined,
    BRAINSTORE_INDEX_URI: uris.index,
    BRAINSTORE_REALTIME_WAL_URI: uris.wal,
    // In Redis the locks come with REDIS_URL, which is a secret; see brainstore.ts.
    BRAINSTORE_LOCKS_URI: storage.locks === 'ObjectStorage' ? uris.locks : undefined,
    BRAINSTORE_RESPONSE_CACHE_URI: uris.responseCache,
    BRAINSTORE_CODE_BUNDLE_URI: uris.codeBundles,
    BRAINSTORE_CONTROL_PLANE_TELEMETRY: telemetry.types.join(','),
    BRAINSTORE_ASYNC_SCORING_OBJECTS: skip,
    BRAINSTORE_LOG_AUTOMATIONS_OBJECTS: skip,
    NO_COLOR: '1',
  });
}
