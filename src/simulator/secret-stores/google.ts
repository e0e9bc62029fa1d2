import type { WireRequest, WireResponse } from '../../runtime/transport.ts';
import { jsonAnswer } from './answer.ts';
import type { Vault } from './vault.ts';

const route = /^\/v1\/(projects\/[^/]+\/secrets\/[^/]+)\/versions\/latest:access$/;

/** Secret Manager's REST API. Source: its reference, projects.secrets.versions.access; errors as google.rpc.Status. */
export function answerGoogle(vault: Vault, request: WireRequest): WireResponse {
  if (!isBearer(request))
    return refusal(401, 'UNAUTHENTICATED', 'Request is missing required authentication credential.');
  if (vault.outage === 'throttled')
    return refusal(429, 'RESOURCE_EXHAUSTED', "Quota exceeded for quota metric 'Access requests'.");
  if (vault.outage === 'unavailable') return refusal(503, 'UNAVAILABLE', 'The service is currently unavailable.');
  const name = googleSecretName(request);
  if (request.method !== 'GET' || name === undefined) {
    return refusal(501, 'UNIMPLEMENTED', 'The stand-in knows versions/latest:access alone.');
  }
  const secret = vault.get(name);
  switch (secret?.state) {
    case undefined:
    case 'deleted':
    case 'empty':
      return refusal(404, 'NOT_FOUND', `Secret [${name}] not found or has no versions.`);
    case 'disabled':
      return refusal(400, 'FAILED_PRECONDITION', `Secret Version [${name}/versions/1] is in DISABLED state.`);
    case 'denied':
      return refusal(
        403,
        'PERMISSION_DENIED',
        `Permission 'secretmanager.versions.access' denied for resource '${name}/versions/latest' (or it may not exist).`,
      );
    case 'readable': {
      const { id, value } = secret.version;
      const bytes = Buffer.from(value, 'utf8');
      const sum = checksum(bytes) + (vault.outage === 'garbled' ? 1 : 0);
      const payload = { data: bytes.toString('base64'), dataCrc32c: String(sum) };
      return jsonAnswer(200, { name: `${name}/versions/${id}`, payload });
    }
  }
}

export function googleSecretName({ path }: WireRequest): string | undefined {
  return route.exec(decodeURIComponent(path))?.[1];
}

export function isBearer({ headers }: WireRequest): boolean {
  return headers?.['authorization']?.startsWith('Bearer ') === true;
}

function refusal(code: number, status: string, message: string): WireResponse {
  return jsonAnswer(code, { error: { code, message, status } });
}

/** CRC-32C bit by bit, most significant first: not the way in which a client computes it. */
function checksum(bytes: Uint8Array): number {
  const mirrored = (value: number, width: number): bigint =>
    BigInt(`0b${value.toString(2).padStart(width, '0').split('').reverse().join('')}`);
  let rest = 0xffffffffn;
  for (const byte of bytes) {
    rest ^= mirrored(byte, 8) << 24n;
    for (let bit = 0; bit < 8; bit += 1) {
      rest <<= 1n;
      if ((rest & 0x100000000n) !== 0n) rest ^= 0x11edc6f41n;
    }
  }
  return Number(mirrored(Number(rest ^ 0xffffffffn), 32));
}
