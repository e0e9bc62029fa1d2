import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Transport, WireRequest, WireResponse } from '../../../src/runtime/transport.ts';
import { clusterTransport } from './cluster-transport.ts';
import type { ControlPlaneConnection } from './start-control-plane.ts';

/** A running control plane as a test sees it. */
export interface Connection extends ControlPlaneConnection {
  readonly adminTransport: Transport;
  /** A transport that authenticates by a bearer token, such as one of {@link Connection.tokenFor}. */
  readonly transportWith: (token: string) => Transport;
  /** A token of a service account that exists, valid for an hour, from the API server's own TokenRequest. */
  readonly tokenFor: (serviceAccount: { namespace: string; name: string }) => Promise<string>;
  /** Makes a namespace of its own for the running test; its deletion is asked for, not waited for, when the test ends. */
  readonly newNamespace: (prefix: string) => Promise<string>;
  /** Sends a JSON request as administrator; throws unless the answer is 2xx. */
  readonly send: (request: WireRequest) => Promise<unknown>;
}

const patience = 30_000;

/** Opens the connection that vitest's main process handed over. */
export function connect(connection: ControlPlaneConnection): Connection {
  const { url, caPem, adminToken } = connection;
  const transportWith = (token: string): Transport => clusterTransport({ url, caPem, token });
  const adminTransport = transportWith(adminToken);
  const send = async (request: WireRequest): Promise<unknown> => {
    const response = await adminTransport(jsonRequest(request), AbortSignal.timeout(patience));
    return bodyOf(request, response);
  };
  const createNamespace = async (name: string): Promise<string> => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await send({ method: 'POST', path: '/api/v1/namespaces', body: JSON.stringify(namespace) });
    return name;
  };
  return {
    ...connection,
    adminTransport,
    transportWith,
    send,
    tokenFor: async ({ namespace, name }) => {
      const answer = (await send({
        method: 'POST',
        path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
        body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
      })) as { status: { token: string } };
      return answer.status.token;
    },
    newNamespace: async (prefix) => {
      const name = await createNamespace(`${prefix}-${randomBytes(4).toString('hex')}`);
      onTestFinished(async () => {
        // A test may have deleted it as part of its story: whatever the answer, there is nothing to do about it.
        await adminTransport({ method: 'DELETE', path: `/api/v1/namespaces/${name}` }, AbortSignal.timeout(patience));
      });
      return name;
    },
  };
}

function jsonRequest(request: WireRequest): WireRequest {
  return { ...request, headers: { 'content-type': 'application/json', ...request.headers } };
}

function bodyOf(request: WireRequest, response: WireResponse): unknown {
  if (response.status < 200 || response.status > 299) {
    throw new Error(`${request.method} ${request.path} answered ${response.status}: ${response.body}`);
  }
  return JSON.parse(response.body);
}

/**
 * Asks every 50 ms until `look` gives a value, and returns it. `what` completes the sentence "waited 30 s for …".
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  patienceMs = patience,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs / 1000} s for ${what}`);
    await sleep(50);
  }
}
