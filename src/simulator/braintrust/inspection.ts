import { canonicalJson, type JsonObject } from '../../runtime/canonical-json.ts';
import { resourceTypes, text, type ResourceType, type Row } from './row.ts';
import type { World } from './world.ts';

/** A look at the state from outside: what tests, the demo and the sweep judge by. No value of a secret comes out. */
export class Inspection {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Objects that are not deleted, oldest first. */
  rows(type: ResourceType): Row[] {
    return [...this.#world.all(type)].filter((row) => row['deleted_at'] == null);
  }

  /** The first object with these field values that is not deleted. */
  find(type: ResourceType, fields: JsonObject): Row | undefined {
    return this.rows(type).find((row) => Object.entries(fields).every(([field, value]) => row[field] === value));
  }

  /** Whether exactly this value is stored for the object of that id. */
  holdsSecret(id: string, value: string): boolean {
    return this.#world.holdsSecret(id, value);
  }

  /**
   * All that two runs must agree on: objects by name, references as names, stored values as fingerprints; without ids,
   * times and who was last.
   */
  endState(): Readonly<Record<ResourceType, readonly JsonObject[]>> {
    const states = resourceTypes.map((type) => {
      const objects = this.rows(type).map((row) => this.#essence(row));
      return [type, objects.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1))] as const;
    });
    return Object.fromEntries(states) as Record<ResourceType, JsonObject[]>;
  }

  #essence(row: Row): JsonObject {
    const kept = Object.entries(row)
      .filter(([field]) => !passing.includes(field))
      .map(([field, value]) => [field, references.includes(field) ? this.#nameOf(text(row, field)) : value] as const);
    return { ...Object.fromEntries(kept), secret: this.#world.secretFingerprint(row.id) };
  }

  #nameOf(id: string): string {
    const row = this.#world.current('organization', id) ?? this.#world.current('project', id);
    return row === undefined ? id : text(row, 'name');
  }
}

const references = ['org_id', 'project_id', 'object_id'];
const passing = [
  ...['id', 'created', 'updated_at', 'user_id'],
  ...['secret_updated_at', 'secret_updated_by_user_id', 'preview_secret'],
];
