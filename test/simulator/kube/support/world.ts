import type { WireRequest, WireResponse } from '../../../../src/runtime/transport.ts';
import { seededRandomness } from '../../../../src/runtime/randomness.ts';
import {
  kubeSimulator,
  type KubeSimulator,
  type KubeSimulatorOptions,
} from '../../../../src/simulator/kube/simulator.ts';
import { VirtualClock } from '../../../../src/simulator/virtual-clock.ts';

const json = 'application/json';
export const mergePatch = 'application/merge-patch+json';
export const jsonPatch = 'application/json-patch+json';
export const strategicPatch = 'application/strategic-merge-patch+json';
export const applyPatch = 'application/apply-patch+yaml';

interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body, or its text where it is not JSON. */
  readonly body: unknown;
  /** The value at a path of the body. */
  readonly at: (...path: readonly (string | number)[]) => unknown;
  readonly message: string;
}

export interface TestWorld {
  readonly clock: VirtualClock;
  readonly simulator: KubeSimulator;
  readonly ask: (method: WireRequest['method'], path: string, options?: AskOptions) => Promise<Asked>;
  /** Server-side apply to the object's own path. */
  readonly apply: (path: string, object: unknown, query?: Record<string, string>) => Promise<Asked>;
  /** An open watch; `events` fills as time and writes go on. */
  readonly watch: (path: string, query?: Record<string, string>, accept?: string) => Promise<Watched>;
}

interface AskOptions {
  readonly body?: unknown;
  readonly type?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

interface Watched {
  readonly status: number;
  readonly events: WatchEvent[];
  /** `TYPE name` of each event so far. */
  readonly seen: () => string[];
  ended: boolean;
  readonly stop: () => void;
}

interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly kind: string;
    readonly code?: number;
    readonly message?: string;
    readonly metadata: {
      readonly name: string;
      readonly resourceVersion: string;
      readonly annotations?: Record<string, string>;
    };
    readonly [field: string]: unknown;
  };
}

export function testWorld(options: Partial<KubeSimulatorOptions> = {}): TestWorld {
  const clock = new VirtualClock();
  const simulator = kubeSimulator({ clock, randomness: seededRandomness(7), ...options });
  const send = (request: WireRequest, signal = new AbortController().signal): Promise<WireResponse> =>
    simulator.handle(request, signal);
  const ask: TestWorld['ask'] = async (method, path, { body, type = json, query = {}, headers = {} } = {}) => {
    const response = await send({
      method,
      path,
      query,
      headers: { 'content-type': type, 'user-agent': 'tester/1.0', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const isJson = response.headers['content-type']?.includes('json') === true;
    return asked(response, isJson ? (JSON.parse(response.body) as unknown) : response.body);
  };
  return {
    clock,
    simulator,
    ask,
    apply: (path, object, query = {}) =>
      ask('PATCH', path, { body: object, type: applyPatch, query: { fieldManager: 'm1', ...query } }),
    watch: async (path, query = {}, accept = json) => {
      const controller = new AbortController();
      const request = {
        method: 'GET',
        path,
        query: { ...query, watch: 'true' },
        headers: { accept },
        stream: true,
      } as const;
      const response = await send(request, controller.signal);
      const events: WatchEvent[] = [];
      const watched: Watched = {
        status: response.status,
        events,
        seen: () => events.map((event) => `${event.type} ${event.object.metadata.name}`),
        ended: false,
        stop: () => controller.abort(new Error('stopped')),
      };
      const read = async (): Promise<void> => {
        for await (const chunk of response.chunks ?? []) events.push(JSON.parse(chunk) as WatchEvent);
        watched.ended = true;
      };
      void read().catch(() => (watched.ended = true));
      await clock.settle();
      return watched;
    },
  };
}

function asked(response: WireResponse, body: unknown): Asked {
  const at = (...path: readonly (string | number)[]): unknown => {
    let here: unknown = body;
    for (const key of path) {
      if (typeof here !== 'object' || here === null) return undefined;
      here = (here as Record<string | number, unknown>)[key];
    }
    return here;
  };
  return { status: response.status, headers: response.headers, body, at, message: String(at('message')) };
}

export const configMaps = '/api/v1/namespaces/default/configmaps';

export function configMap(name: string, data: Record<string, string> = {}): Record<string, unknown> {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

/** A definition in group t.dev with one version, from the schema of its spec. */
export function definition(kind: string, spec: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.t.dev` },
    spec: {
      group: 't.dev',
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec, status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          },
          subresources: { status: {} },
          ...more,
        },
      ],
    },
  };
}

export const things = '/apis/t.dev/v1/namespaces/default/things';

export function thing(name: string, spec: unknown, metadata: Record<string, unknown> = {}): Record<string, unknown> {
  return { apiVersion: 't.dev/v1', kind: 'Thing', metadata: { name, ...metadata }, spec };
}
