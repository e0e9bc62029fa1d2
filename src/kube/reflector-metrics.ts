import type { ErrorCode } from '../runtime/error-catalogue.ts';
import type { ResourceType } from './objects.ts';

/** What a reflector counts. */
export interface ReflectorMetrics {
  listed(type: ResourceType, items: number): void;
  watched(type: ResourceType): void;
  failed(type: ResourceType, code: ErrorCode): void;
  /** An event was older than what the store holds. */
  stale(type: ResourceType): void;
}

export const noReflectorMetrics: ReflectorMetrics = {
  listed: () => undefined,
  watched: () => undefined,
  failed: () => undefined,
  stale: () => undefined,
};
