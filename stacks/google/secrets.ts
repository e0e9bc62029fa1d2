import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import type { KeyReference, SecretReference } from './references.ts';
import { newSecret, newVersion, secretNameOf } from './stored-secret.ts';

/**
 * Secrets of the plane that no other concern makes: the key of functions and service tokens, made here, and the license
 * key, which only a person can bring.
 */
export class Secrets extends GoogleConcern {
  readonly functionSecretKey: SecretReference;
  readonly licenseKey: SecretReference;

  constructor(context: GoogleContext, keys: KeyReference) {
    super('secrets', context, ['secretmanager']);
    this.functionSecretKey = this.#functionSecretKey(keys);
    this.licenseKey = this.#licenseKey(keys);
    this.registerOutputs();
  }

  /** 32 characters, as the vendor's AWS module makes it. It never changes: what it encrypted could not be read again. */
  #functionSecretKey(keys: KeyReference): SecretReference {
    const value = new RandomPassword(
      this.named('function-secret-key'),
      { length: 32, special: false },
      this.keeps({ ignoreChanges: ['length', 'special'] }),
    );
    const role = 'function-secret-key';
    const secret = newSecret(
      this.named(role),
      this.environment,
      role,
      keys,
      this.keeps({ dependsOn: [...keys.granted] }),
    );
    newVersion(this.named(role), secret, value.result, this.keeps());
    return { name: secretNameOf(this.environment, role), resources: [secret] };
  }

  #licenseKey(keys: KeyReference): SecretReference {
    const { licenseKey } = this.environment.spec.secrets;
    if (licenseKey.type === 'Existing') return { name: licenseKey.name, resources: [] };
    const role = 'license-key';
    const secret = newSecret(
      this.named(role),
      this.environment,
      role,
      keys,
      this.keeps({ dependsOn: [...keys.granted] }),
    );
    return { name: secretNameOf(this.environment, role), resources: [secret] };
  }
}
