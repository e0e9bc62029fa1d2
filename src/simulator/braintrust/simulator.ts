import type { Clock } from '../../runtime/clock.ts';
import type { Randomness } from '../../runtime/randomness.ts';
import { TransportError, type Transport, type WireRequest, type WireResponse } from '../../runtime/transport.ts';
import type { AccountOptions, Caller, Restrictions, TokenOptions } from './accounts.ts';
import { refusalAnswer, textAnswer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { Faults, type Fault, type FaultRule } from './faults.ts';
import { answerTo, publicAnswer } from './handler.ts';
import { Inspection } from './inspection.ts';
import { laterRoutes, usualProfile, type BraintrustProfile } from './profile.ts';
import { notServed, Refusal } from './refusal.ts';
import { RequestLog, type LoggedRequest } from './request-log.ts';
import { text, type Row } from './row.ts';
import { route, type Served } from './served.ts';
import { Throttle } from './throttle.ts';
import { World, type OrganizationOptions } from './world.ts';

export interface BraintrustSimulatorOptions {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly organizations: readonly OrganizationOptions[];
  readonly tokens: readonly TokenOptions[];
  /** What differs from {@link usualProfile}. */
  readonly profile?: Partial<BraintrustProfile>;
  /** Base of the URLs in a 303, without a slash at the end. Default: none, so `location` is a path. */
  readonly publicUrl?: () => string;
  /** Told of every request as it is logged. */
  readonly onRequest?: (entry: LoggedRequest) => void;
}

/** Somebody else at work: goes past faults and limits, and stands in the log under their own name. */
interface Person {
  /** Sends one request and returns the object of its answer. Throws where it is refused. */
  send(method: WireRequest['method'], path: string, body?: unknown): Row;
}

export interface BraintrustSimulator {
  readonly handle: Transport;
  readonly requestLog: RequestLog;
  readonly inspect: Inspection;
  inject(rule: FaultRule): () => void;
  /** Acts in the given organizations; default is all of them. */
  actAs(person: AccountOptions, organizations?: readonly string[]): Person;
  addOrganization(options: OrganizationOptions): Row;
  addToken(token: TokenOptions): void;
  revokeToken(value: string): void;
  restrict(email: string, restrictions: Restrictions): void;
}

/** The vendor's admin API, for the routes of the table in `served.ts`. */
export function braintrustSimulator(options: BraintrustSimulatorOptions): BraintrustSimulator {
  const { clock, publicUrl = () => '' } = options;
  const profile = { ...usualProfile, ...options.profile };
  const world = new World({ ...options, profile });
  const requestLog = new RequestLog(options.onRequest);
  const inspect = new Inspection(world);
  const faults = new Faults();
  const throttle = new Throttle(clock, profile.requestsPerMinute);
  const signed = new Map<string, string>();

  const handle: Transport = async (request, signal) => {
    signal.throwIfAborted();
    const fault = faults.take(request);
    if (fault?.kind === 'delay') await clock.sleep(fault.ms, signal);
    const exchange = newExchange(callerOf(request));
    const response = cut(fault) ? undefined : (standInFor(fault) ?? respond(request, exchange));
    record(request, exchange, fault, fault?.kind === 'reset' ? 0 : (response?.status ?? 0));
    if (fault?.kind === 'reset') throw new TransportError('reset', `the connection was reset during ${request.method}`);
    if (response === undefined) throw new TransportError('reset', 'no answer');
    return fault?.kind === 'redirect' && response.status === 200 ? redirected(response) : response;
  };

  function respond(request: WireRequest, exchange: Exchange | string): WireResponse {
    try {
      return decide(request, exchange);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error);
      throw error;
    }
  }

  function decide(request: WireRequest, exchange: Exchange | string): WireResponse {
    const found = route(request.method, request.path);
    if (found === undefined) throw unrouted(request);
    const open = publicAnswer(found.served, profile.host) ?? signedAnswer(found.served, found.id, request);
    if (open !== undefined) return open;
    if (typeof exchange === 'string') throw new Refusal(401, 'Invalid API key');
    throttle.admit(exchange.caller.userId);
    return answerTo(exchange, request, found.served, found.id ?? '');
  }

  function unrouted(request: WireRequest): Refusal {
    const later = laterRoutes.some((path) => request.path === path || request.path.startsWith(`${path}/`));
    if (later && profile.api === 'july-2026') return new Refusal(404, 'Not found');
    return notServed(`${request.method} ${request.path}`);
  }

  /** An object store refuses a second way of proving oneself. */
  function signedAnswer(served: Served, id: string | undefined, request: WireRequest): WireResponse | undefined {
    if (served.operation !== 'signed') return undefined;
    if (request.headers?.['authorization'] !== undefined) {
      return textAnswer(400, 'Only one authentication mechanism is allowed');
    }
    const body = signed.get(id ?? '');
    return body === undefined
      ? textAnswer(403, 'The signature has expired')
      : { status: 200, headers: { 'content-type': 'application/json' }, body };
  }

  function redirected(response: WireResponse): WireResponse {
    const id = options.randomness.uuid();
    signed.set(id, response.body);
    return { status: 303, headers: { location: `${publicUrl()}/signed/${id}` }, body: '' };
  }

  function callerOf(request: WireRequest): Caller | string {
    const header = request.headers?.['authorization'];
    if (header === undefined) return 'anonymous';
    const [scheme, token] = header.split(' ');
    return (scheme === 'Bearer' ? world.authenticate(token ?? '') : undefined) ?? 'unknown';
  }

  function newExchange(caller: Caller | string): Exchange | string {
    return typeof caller === 'string'
      ? caller
      : { world, caller, touched: [], wroteSecret: false, foundExisting: false };
  }

  function record(request: WireRequest, exchange: Exchange | string, fault: Fault | undefined, status: number): void {
    const nobody = typeof exchange === 'string';
    requestLog.append({
      at: new Date(clock.now()).toISOString(),
      method: request.method,
      path: request.path,
      who: nobody ? exchange : exchange.caller.account.name,
      status,
      mutation: request.method !== 'GET' && request.method !== 'HEAD' && request.path !== '/api/apikey/login',
      touched: nobody ? [] : exchange.touched,
      wroteSecret: !nobody && exchange.wroteSecret,
      foundExisting: !nobody && exchange.foundExisting,
      ...(fault === undefined ? {} : { fault: fault.kind }),
    });
  }

  function actAs(person: AccountOptions, organizations?: readonly string[]): Person {
    const names = organizations ?? inspect.rows('organization').map((row) => text(row, 'name'));
    const caller = world.callerOf(person, names);
    return {
      send: (method, path, body) => {
        const exchange = newExchange(caller);
        const headers = { 'content-type': 'application/json' };
        const request = { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
        const response = respond(request, exchange);
        record(request, exchange, undefined, response.status);
        if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${response.body}`);
        return JSON.parse(response.body) as Row;
      },
    };
  }

  return {
    handle,
    requestLog,
    inspect,
    actAs,
    inject: (rule) => faults.inject(rule),
    addOrganization: (organization) => world.addOrganization(organization),
    addToken: (token) => world.addToken(token),
    revokeToken: (value) => world.revokeToken(value),
    restrict: (email, restrictions) => world.restrict(email, restrictions),
  };
}

/** Whether the connection is cut before the request is carried out. */
function cut(fault: Fault | undefined): boolean {
  return fault?.kind === 'reset' && !fault.acted;
}

function standInFor(fault: Fault | undefined): WireResponse | undefined {
  if (fault?.kind === 'throttle') {
    return textAnswer(429, 'Too many requests', { 'retry-after': String(fault.retryAfterSeconds) });
  }
  return fault?.kind === 'status' ? textAnswer(fault.status, fault.body ?? 'Injected fault', fault.headers) : undefined;
}
