import { componentContracts } from '../../src/dataplane/contract/components.ts';

/** What the load balancer in front of the API is made of, by names: the cluster makes it of these objects. */
export interface EntryParts {
  readonly namespace: string;
  readonly hostname: string;
  readonly access: 'Private' | 'Public';
  /** Name of the reserved address. */
  readonly address: string;
  readonly sslPolicy: string;
  /** Name of the certificate map (public) or of the certificate (private). */
  readonly certificate: string;
  /** Name of the policy of Cloud Armor; public only. */
  readonly securityPolicy?: string;
  /** Seconds that an answer may take. */
  readonly timeoutSeconds: number;
}

type KubernetesObject = Readonly<Record<string, unknown>>;

const { objectName: service, port } = componentContracts.api;
const google = 'networking.gke.io/v1';

/**
 * Gateway, route and Google's policies for them, all beside the API's Service. Source of their fields:
 * https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources.
 */
export function entryObjects(parts: EntryParts): readonly KubernetesObject[] {
  const metadata = { name: service, namespace: parts.namespace };
  const toGateway = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: service };
  const toService = { group: '', kind: 'Service', name: service };
  return [
    gateway(parts, metadata),
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: [{ name: service }],
        hostnames: [parts.hostname],
        rules: [{ backendRefs: [{ name: service, port }] }],
      },
    },
    {
      apiVersion: google,
      kind: 'GCPGatewayPolicy',
      metadata,
      spec: { default: { sslPolicy: parts.sslPolicy }, targetRef: toGateway },
    },
    {
      apiVersion: google,
      kind: 'GCPBackendPolicy',
      metadata,
      spec: {
        default: {
          timeoutSec: parts.timeoutSeconds,
          connectionDraining: { drainingTimeoutSec: 300 },
          logging: { enabled: true, sampleRate: 100_000 },
          ...(parts.securityPolicy !== undefined && { securityPolicy: parts.securityPolicy }),
        },
        targetRef: toService,
      },
    },
    {
      apiVersion: google,
      kind: 'HealthCheckPolicy',
      metadata,
      spec: {
        default: {
          checkIntervalSec: 10,
          timeoutSec: 5,
          healthyThreshold: 1,
          unhealthyThreshold: 3,
          // The one path that stays ready while the plane is upgraded; others depend on Brainstore.
          config: { type: 'HTTP', httpHealthCheck: { port, requestPath: '/' } },
        },
        targetRef: toService,
      },
    },
  ];
}

/** The two classes take certificates in different ways: a map by annotation, or certificates by an option of TLS. */
function gateway(parts: EntryParts, metadata: Readonly<Record<string, unknown>>): KubernetesObject {
  const isPublic = parts.access === 'Public';
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: isPublic ? { ...metadata, annotations: { 'networking.gke.io/certmap': parts.certificate } } : metadata,
    spec: {
      gatewayClassName: isPublic ? 'gke-l7-global-external-managed' : 'gke-l7-rilb',
      addresses: [{ type: 'NamedAddress', value: parts.address }],
      listeners: [
        {
          name: 'https',
          protocol: 'HTTPS',
          port: 443,
          hostname: parts.hostname,
          allowedRoutes: { namespaces: { from: 'Same' } },
          ...(!isPublic && {
            tls: { mode: 'Terminate', options: { 'networking.gke.io/cert-manager-certs': parts.certificate } },
          }),
        },
      ],
    },
  };
}
