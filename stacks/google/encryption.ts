import { CryptoKey } from '@pulumi/gcp/kms/cryptoKey.js';
import { CryptoKeyIAMMember } from '@pulumi/gcp/kms/cryptoKeyIAMMember.js';
import { KeyRing } from '@pulumi/gcp/kms/keyRing.js';
import { ServiceIdentity } from '@pulumi/gcp/projects/serviceIdentity.js';
import type * as pulumi from '@pulumi/pulumi';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import type { KeyReference } from './references.ts';
import { addressOf, backupKeyUsers, keyUsers, type ServiceAgent } from './service-agents.ts';

const yearInSeconds = 365 * 24 * 60 * 60;
const monthInSeconds = 30 * 24 * 60 * 60;

/**
 * The key that encrypts everything at rest, and who of Google's agents may use it. Grants are added one by one: an
 * authoritative binding would take away what somebody else granted.
 */
export class Encryption extends GoogleConcern implements KeyReference {
  readonly key: pulumi.Input<string>;
  readonly backupKey?: pulumi.Input<string>;
  readonly granted: readonly pulumi.Resource[];
  /** Agents that were asked for, to wait for before anything is granted to them. */
  readonly #agents: ReadonlyMap<string, ServiceIdentity>;

  constructor(context: GoogleContext) {
    super('encryption', context, ['cloudkms', 'iam']);
    const { encryption, backups } = this.environment.spec;
    this.#agents = new Map(
      keyUsers.filter(({ askedFor }) => askedFor).map((agent) => [agent.role, this.#agent(context, agent)]),
    );
    this.key = encryption.type === 'Existing' ? encryption.key : this.#key('data', this.region);
    const granted = keyUsers.map((agent) => this.#grant('data', this.key, agent));
    if (backups.region !== undefined) {
      const brought = encryption.type === 'Existing' ? encryption.backupKey : undefined;
      const backupKey = brought ?? this.#key('backup', backups.region);
      this.backupKey = backupKey;
      granted.push(...backupKeyUsers.map((agent) => this.#grant('backup', backupKey, agent)));
    }
    this.granted = granted;
    this.registerOutputs();
  }

  /** A ring of its own for each region. Rings are never deleted by Google: what was made once is found again by name. */
  #key(role: string, location: string): pulumi.Output<string> {
    const ring = new KeyRing(
      this.named(`${role}-ring`),
      { project: this.project, location, name: this.nameOf('gcp:kms/keyRing:KeyRing', role) },
      this.keeps(),
    );
    const key = new CryptoKey(
      this.named(role),
      {
        keyRing: ring.id,
        name: this.nameOf('gcp:kms/cryptoKey:CryptoKey', role),
        labels: this.labels,
        purpose: 'ENCRYPT_DECRYPT',
        rotationPeriod: `${yearInSeconds}s`,
        destroyScheduledDuration: `${monthInSeconds}s`,
      },
      this.keeps(),
    );
    return key.id;
  }

  #agent({ services }: GoogleContext, { role, api }: ServiceAgent): ServiceIdentity {
    return new ServiceIdentity(
      this.named(`agent-${role}`),
      { project: this.project, service: `${api}.googleapis.com` },
      this.child({}, [services.of(api)]),
    );
  }

  #grant(keyRole: string, key: pulumi.Input<string>, agent: ServiceAgent): CryptoKeyIAMMember {
    const identity = this.#agents.get(agent.role);
    return new CryptoKeyIAMMember(
      this.named(`${keyRole}-${agent.role}`),
      {
        cryptoKeyId: key,
        role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        member: `serviceAccount:${addressOf(agent, this.environment.spec.cloud.projectNumber)}`,
      },
      this.child({}, identity === undefined ? [] : [identity]),
    );
  }
}
