import { createHash, createHmac, type Hash } from 'node:crypto';
import { awsSettings } from './aws.ts';
import { cloudFailureOf } from './failure.ts';

/** Makes a bearer token for an API server, as whoever is signed in to the cloud. Asked for each request. */
export type ClusterToken = () => Promise<string>;

interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * A token of an EKS cluster is a question to STS who the bearer is, signed by the bearer and asked by the cluster. EKS takes
 * one for fifteen minutes. Source: kubernetes-sigs/aws-iam-authenticator, "API Authorization from Outside a Cluster".
 */
export async function eksToken(
  { region, clusterName }: { readonly region: string; readonly clusterName: string },
  keys: AwsKeys,
  at: Date,
): Promise<string> {
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const signer = new SignatureV4({ service: 'sts', region, credentials: keys, sha256: Sha256 });
  const hostname = `sts.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  const { query } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: hostname, 'x-k8s-aws-id': clusterName },
    },
    { expiresIn: 60, signingDate: at },
  );
  const asked = new URLSearchParams(query as Record<string, string>);
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}/?${asked.toString()}`).toString('base64url')}`;
}

/** Who is signed in to AWS, by its default chain, signs anew each time: that costs no call. */
export async function eksTokens(
  cluster: { readonly region: string; readonly clusterName: string },
  now: () => number,
): Promise<ClusterToken> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(awsSettings(cluster.region));
  return () =>
    told('credentials of AWS', async () => eksToken(cluster, await client.config.credentials(), new Date(now())));
}

/** A GKE cluster takes the access token of whoever is signed in to Google Cloud; the library renews it. */
export async function gkeTokens(): Promise<ClusterToken> {
  const { googleToken } = await import('./google.ts');
  const token = await googleToken();
  return () => told('credentials of Google Cloud', token);
}

/** The application that every AKS cluster with Entra ID is to Entra. Source: Azure/kubelogin, `--server-id`. */
const aksServer = '6dae42f8-4368-4678-94ff-3d3e28e3d9f8/.default';

/** An AKS cluster with Entra ID takes a token for its application; the library renews it. */
export async function aksTokens(): Promise<ClusterToken> {
  const { azureToken } = await import('./azure.ts');
  const token = await azureToken();
  return () => told('credentials of Azure', () => token(aksServer));
}

async function told(what: string, make: () => Promise<string>): Promise<string> {
  try {
    return await make();
  } catch (error) {
    throw cloudFailureOf(error, what);
  }
}

/** What the signer wants of a hash, on Node's own. */
class Sha256 {
  readonly #secret: string | ArrayBuffer | ArrayBufferView | undefined;
  #hash: Hash | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret;
    this.#hash = this.#begin();
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | ReturnType<typeof createHmac> {
    if (this.#secret === undefined) return createHash('sha256');
    return createHmac('sha256', bytesOf(this.#secret));
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
