import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../../../src/runtime/clock.ts';
import { must } from '../../../../src/runtime/must.ts';
import {
  secretStoresSimulator,
  type SecretStoresSimulator,
} from '../../../../src/simulator/secret-stores/simulator.ts';
import type { CloudObject, StandInCloud } from '../../../engine/provider/cloud.ts';
import { Loopback } from '../../../support/loopback.ts';
import { S3StandIn } from '../../../support/s3.ts';
import { awsAnswers, type AwsAnswer } from './aws-answers.ts';

/** One request to AWS: by whose key, and what. No value is in it. */
export interface Asked {
  readonly who: string;
  /** `secretsmanager GetSecretValue` */
  readonly what: string;
  readonly of: string;
}

/**
 * The APIs of AWS over what the stand-in provider has made: the secrets that it was told of, with what RDS and a person put
 * into theirs, and what the commands ask of keys, buckets and databases. Who asks is known by the name of their key.
 */
export class Aws {
  readonly asked: Asked[] = [];
  readonly s3: S3StandIn;
  readonly store: SecretStoresSimulator = secretStoresSimulator({ clock: systemClock });
  readonly #cloud: StandInCloud;
  /** Values that a person puts in, by the name of the secret. */
  readonly #brought: Readonly<Record<string, string>>;
  readonly #known = new Map<string, string>();
  readonly #waiting = new Set<{ readonly fits: (asked: Asked) => boolean; readonly come: () => void }>();
  #server: Loopback | undefined;

  private constructor(cloud: StandInCloud, brought: Readonly<Record<string, string>>, s3: S3StandIn) {
    this.#cloud = cloud;
    this.#brought = brought;
    this.s3 = s3;
  }

  static async start(cloud: StandInCloud, brought: Readonly<Record<string, string>>): Promise<Aws> {
    const aws = new Aws(cloud, brought, await S3StandIn.start());
    aws.#server = await Loopback.start((request, response) => {
      void aws.#answer(request).then(
        ({ status = 200, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
        (error: unknown) => response.writeHead(501).end(String(error)),
      );
    });
    return aws;
  }

  /** Variables of somebody with this key. */
  variables(who: string): Readonly<Record<string, string>> {
    const { endpoint } = must(this.#server, 'it was started');
    return {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: this.s3.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_ACCESS_KEY_ID: who,
      AWS_SECRET_ACCESS_KEY: 'canary-aws-secret-access-key',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** Resolves when a request that fits has come. */
  next(fits: (asked: Asked) => boolean): Promise<void> {
    return new Promise((come) => this.#waiting.add({ fits, come }));
  }

  /** Every value that was ever in the store. */
  get values(): readonly string[] {
    return [...new Set(this.#known.values())];
  }

  /** Brings store and buckets up to what the cloud has by now. */
  follow(): void {
    const objects = this.#cloud.objects();
    const stored = new Map(objects.flatMap((object) => this.#secretsOf(object)));
    for (const [arn, value] of stored) {
      if (this.#known.get(arn) !== value) this.store.vault.put(arn, value);
      this.#known.set(arn, value);
    }
    for (const arn of this.store.vault.names) if (!stored.has(arn)) this.store.vault.remove(arn);
    const buckets = objects.filter(({ type }) => type === 'aws:s3/bucket:Bucket').map(({ name }) => name);
    for (const name of buckets.filter((one) => !this.s3.buckets.has(one))) {
      const { settings } = this.s3.make(name);
      settings.set('versioning', '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>');
      settings.set('lifecycle', lifecycle);
      this.s3.put(name, 'written-by-the-plane', Buffer.from('data'));
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#server?.close(), this.s3.close()]);
  }

  #secretsOf({ type, name, inputs, outputs }: CloudObject): readonly (readonly [string, string])[] {
    const own = (key: string): string => String(outputs[key] ?? inputs[key]);
    switch (type) {
      case 'aws:secretsmanager/secretVersion:SecretVersion':
        return [[own('secretId'), own('secretString')]];
      case 'aws:secretsmanager/secret:Secret': {
        const value = this.#brought[name];
        return value === undefined ? [] : [[own('arn'), value]];
      }
      case 'aws:rds/instance:Instance': {
        const [secret] = outputs['masterUserSecrets'] as readonly { readonly secretArn: string }[];
        const arn = must(secret, 'RDS keeps the password').secretArn;
        const made = { username: 'postgres', password: `canary-rds-${arn.slice(-6)}` };
        return [[arn, JSON.stringify(made)]];
      }
      default:
        return [];
    }
  }

  async #answer(request: IncomingMessage): Promise<AwsAnswer> {
    const body = await text(request);
    const [, who = '', service = ''] =
      /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    const target = String(request.headers['x-amz-target'] ?? '');
    const form = new URLSearchParams(body);
    const action = target === '' ? (form.get('Action') ?? `${request.method} ${request.url}`) : target.split('.')[1];
    this.follow();
    const json = target === '' ? {} : (JSON.parse(body) as Readonly<Record<string, string>>);
    const of = json['SecretId'] ?? json['KeyId'] ?? form.get('DBInstanceIdentifier') ?? '';
    const asked = { who, what: `${service} ${action}`, of };
    this.asked.push(asked);
    for (const one of this.#waiting) {
      if (!one.fits(asked)) continue;
      this.#waiting.delete(one);
      one.come();
    }
    if (asked.what === 'secretsmanager GetSecretValue') {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
      const wire = { method: 'POST' as const, path: '/', headers, body };
      const { status, body: answer } = await this.store.aws(wire, new AbortController().signal);
      return { status, type: 'application/x-amz-json-1.1', body: answer };
    }
    return awsAnswers(asked, this.#cloud.objects(), this.store.vault);
  }
}

const lifecycle =
  '<LifecycleConfiguration><Rule><ID>undo</ID><Filter></Filter><Status>Enabled</Status><NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration></Rule></LifecycleConfiguration>';
