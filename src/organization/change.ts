import type { JsonObject } from '../runtime/canonical-json.ts';
import type { OrganizationSettings } from '../braintrust/resources/organization.ts';

/** Why a change is made. */
export type ChangeReason =
  /** It is not there. */
  | 'Missing'
  /** It was there already and is taken over as declared. */
  | 'Adopted'
  /** The Secret holds another value than the one accepted last. */
  | 'SecretChanged'
  /** Somebody stored another value. */
  | 'RotatedOutOfBand'
  /** A field differs from what is declared. */
  | 'FieldDiffers'
  /** It is not declared, and the list is authoritative. */
  | 'NotDeclared'
  /** The resource was deleted. */
  | 'ResourceDeleted'
  /** A namespace asks for a copy, or no longer does. */
  | 'Requested'
  | 'NoLongerRequested';

interface Common {
  readonly reason: ChangeReason;
  /** Name of the remote object, for people. */
  readonly name: string;
  /** Fields of the spec that it brings about; secrets by their name only. */
  readonly fields?: readonly string[];
  /** Not repeatable without looking: status.attempt is written before it. */
  readonly attempt?: boolean;
  /** Destroys something that somebody may miss: counted by the brakes. */
  readonly destructive?: boolean;
}

/** A key or value is sent along (`sendSecret`), but never stands in the change. */
interface SecretWrite extends Common {
  readonly sendSecret: boolean;
  readonly metadata?: JsonObject;
}

export type Change =
  | (SecretWrite & { readonly operation: 'ai_secret.put'; readonly type: string })
  | (SecretWrite & {
      readonly operation: 'ai_secret.patch';
      readonly id: string;
      readonly type?: string;
      readonly rename?: boolean;
    })
  | (Common & { readonly operation: 'ai_secret.delete'; readonly id: string })
  | (SecretWrite & {
      readonly operation: 'env_var.put';
      readonly objectType: 'organization' | 'project' | 'function';
      readonly objectId: string;
      readonly secretType?: string;
    })
  | (SecretWrite & { readonly operation: 'env_var.patch'; readonly id: string; readonly secretType?: string })
  | (Common & { readonly operation: 'env_var.delete'; readonly id: string })
  | (Common & { readonly operation: 'project.create'; readonly description?: string })
  | (Common & {
      readonly operation: 'project.patch';
      /** Left out where the project is made by an earlier change of the same list. */
      readonly id?: string;
      readonly rename?: boolean;
      readonly description?: string;
      /** What changes; the settings that are there are sent along, because the API replaces all of them. */
      readonly settings?: JsonObject;
    })
  | (Common & { readonly operation: 'project.delete'; readonly id: string })
  | (Common & {
      readonly operation: 'project_tag.put';
      readonly projectId?: string;
      readonly description?: string;
      readonly color?: string;
    })
  | (Common & { readonly operation: 'project_tag.delete'; readonly id: string })
  | (Common & {
      readonly operation: 'organization.patch';
      readonly id: string;
      readonly settings: OrganizationSettings;
    })
  | (Common & {
      readonly operation: 'organization.move_api_url';
      readonly id: string;
      readonly from: string;
      readonly to: string;
      /** It was made by a pass that was cut off before it could be confirmed. */
      readonly resumed?: boolean;
    })
  | (Common & { readonly operation: 'copy.apply'; readonly namespace: string; readonly secretName: string })
  | (Common & { readonly operation: 'copy.delete'; readonly namespace: string; readonly secretName: string });

type Operation = Change['operation'];
export type ChangeOf<O extends Operation> = Extract<Change, { operation: O }>;
