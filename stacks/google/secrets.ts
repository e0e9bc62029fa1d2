import type { Secret } from '@pulumi/gcp/secretmanager/secret.js';
import type * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import type { KeyReference } from './references.ts';
import { newSecret, newVersion } from './stored-secret.ts';

/**
 * Secrets of the plane that no other concern makes: the key of functions and service tokens, made here, and the license
 * key, which only a person can bring: its secret is made empty.
 */
export class Secrets extends GoogleConcern {
  readonly functionSecretKey: readonly pulumi.Resource[];
  readonly licenseKey: readonly pulumi.Resource[];

  constructor(context: GoogleContext, keys: KeyReference) {
    super('secrets', context, ['secretmanager']);
    this.functionSecretKey = [this.#functionSecretKey(keys)];
    this.licenseKey =
      this.environment.spec.secrets.licenseKey.type === 'Existing' ? [] : [this.#secret('license-key', keys)];
    this.registerOutputs();
  }

  /** 32 characters, as the vendor's AWS module makes it. It never changes: what it encrypted could not be read again. */
  #functionSecretKey(keys: KeyReference): Secret {
    const role = 'function-secret-key';
    const value = new RandomPassword(
      this.named(role),
      { length: 32, special: false },
      this.keeps({ ignoreChanges: ['length', 'special'] }),
    );
    const secret = this.#secret(role, keys);
    newVersion(this.named(role), secret, value.result, this.keeps());
    return secret;
  }

  #secret(role: string, keys: KeyReference): Secret {
    const options = this.keeps({}, keys.granted);
    return newSecret(this.named(role), this.environment, role, keys, options);
  }
}
