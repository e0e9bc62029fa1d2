import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eksToken } from '../../src/clouds/cluster-tokens.ts';

const at = new Date('2026-03-01T12:00:00Z');
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'canary-secret-key', sessionToken: 'a/session+token==' };

function urlIn(token: string): URL {
  expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
  return new URL(Buffer.from(token.replace('k8s-aws-v1.', ''), 'base64url').toString());
}

/** Signature version 4, written down anew: what STS does with the URL that the cluster asks it. */
function signatureOf(url: URL, clusterName: string, secretKey: string): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .filter(([key]) => key !== 'X-Amz-Signature')
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .toSorted()
    .join('&');
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
  const headers = `host:${url.hostname}\nx-k8s-aws-id:${clusterName}\n`;
  const canonical = ['GET', '/', query, headers, 'host;x-k8s-aws-id', sha('')].join('\n');
  const [, date = '', region = '', service = ''] = (url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', url.searchParams.get('X-Amz-Date'), scope, sha(canonical)].join('\n');
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretKey}`);
  return hmac(key, text).toString('hex');
}

describe('a token of an EKS cluster', () => {
  it('asks STS of the region who its bearer is, for this cluster, and no longer than a minute', async () => {
    const url = urlIn(await eksToken({ region: 'eu-west-1', clusterName: 'acme' }, keys, at));
    expect([url.protocol, url.hostname, url.pathname]).toEqual(['https:', 'sts.eu-west-1.amazonaws.com', '/']);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260301/eu-west-1/sts/aws4_request',
      'X-Amz-Date': '20260301T120000Z',
      'X-Amz-Expires': '60',
      'X-Amz-Security-Token': keys.sessionToken,
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
    });
  });

  it('bears the signature that STS computes, so that it holds for this cluster and no other', async () => {
    const url = urlIn(await eksToken({ region: 'eu-west-1', clusterName: 'acme' }, keys, at));
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(url, 'acme', keys.secretAccessKey));
    expect(url.searchParams.get('X-Amz-Signature')).not.toBe(signatureOf(url, 'other', keys.secretAccessKey));
    expect(url.href).not.toContain('canary');
  });

  it('asks STS of China there', async () => {
    const url = urlIn(await eksToken({ region: 'cn-north-1', clusterName: 'acme' }, keys, at));
    expect(url.hostname).toBe('sts.cn-north-1.amazonaws.com.cn');
  });
});
