import type { OrganizationResource } from './kinds.ts';

/**
 * Resources as this process wrote them last. The lists come from a watch and may still show the version before; deciding
 * on that one would repeat what has just been done.
 */
export class OwnResources {
  readonly #byUid = new Map<string, { readonly superseded: Set<string>; latest: OrganizationResource }>();

  wrote(before: OrganizationResource, after: OrganizationResource): void {
    const { uid, resourceVersion } = before.metadata;
    if (uid === undefined || resourceVersion === undefined) return;
    if (resourceVersion === after.metadata.resourceVersion) return;
    const known = this.#byUid.get(uid);
    if (known === undefined) this.#byUid.set(uid, { superseded: new Set([resourceVersion]), latest: after });
    else {
      known.superseded.add(resourceVersion);
      known.latest = after;
    }
  }

  /** The listed resource, or what we made of exactly this version since. */
  latest<R extends OrganizationResource>(listed: R): R {
    const uid = listed.metadata.uid ?? '';
    const known = this.#byUid.get(uid);
    if (known === undefined) return listed;
    if (known.superseded.has(listed.metadata.resourceVersion ?? '')) return known.latest as R;
    // The watch has caught up, or somebody else has written meanwhile.
    this.#byUid.delete(uid);
    return listed;
  }
}
