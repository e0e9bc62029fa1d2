/** The clouds that the contract distinguishes, by the names that the vendor's chart gives them. */
export const clouds = ['aws', 'google', 'azure'] as const;
export type Cloud = (typeof clouds)[number];

/** The parts of a plane that run as Deployments, in the order in which a new version reaches them. */
export const components = ['reader', 'fastReader', 'writer', 'api'] as const;
export type Component = (typeof components)[number];
export type BrainstoreRole = Exclude<Component, 'api'>;

export const brainstoreRoles = ['reader', 'fastReader', 'writer'] as const satisfies readonly BrainstoreRole[];

interface ProbeContract {
  readonly path: string;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface ComponentContract {
  /** Name of the Deployment, its ConfigMap, its Service, and the value of its `app` label. */
  readonly objectName: string;
  readonly container: string;
  readonly repository: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** The one port of container and Service. */
  readonly port: number;
  readonly serviceAccount: string;
  /** Liveness and readiness alike. Shallow on purpose: `/status` as readiness once kept pods out for ever (chart 5.0). */
  readonly probe: ProbeContract;
  readonly source: string;
}

const brainstore = {
  repository: 'public.ecr.aws/braintrust/brainstore',
  command: ['brainstore'],
  args: ['web'],
  port: 4000,
  serviceAccount: 'brainstore',
  probe: { path: '/', initialDelaySeconds: 60, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
} as const;

/** Names that are part of IAM trust policies, CDN origins and the vendor's support practice: never configurable. */
export const componentContracts = {
  api: {
    objectName: 'braintrust-api',
    container: 'api',
    repository: 'public.ecr.aws/braintrust/standalone-api',
    port: 8000,
    serviceAccount: 'braintrust-api',
    probe: { path: '/', initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    source:
      'Helm chart 6.11.0, api Deployment and Service; port 8000 is also the origin port of the AWS ingress module',
  },
  reader: {
    ...brainstore,
    objectName: 'brainstore-reader',
    container: 'brainstore-reader',
    source: 'Helm chart 6.11.0, brainstore reader Deployment and Service',
  },
  fastReader: {
    ...brainstore,
    objectName: 'brainstore-fastreader',
    container: 'brainstore-fastreader',
    source: 'Helm chart 6.11.0, brainstore fastreader Deployment and Service',
  },
  writer: {
    ...brainstore,
    objectName: 'brainstore-writer',
    container: 'brainstore-writer',
    source: 'Helm chart 6.11.0, brainstore writer Deployment and Service',
  },
} as const satisfies Record<Component, ComponentContract>;

/** Name of the Service's one port. Source: Helm chart 6.11.0, Services. */
export const servicePortName = 'http';

/** Where the API serves health and, from version 2.9.0 on, Prometheus metrics. Source: Helm chart 6.11.0, api.healthServer. */
export const apiHealthPort = 8001;

/** Key of the label that selects a component's pods. Source: Helm chart 6.11.0, all selectors. */
export const appLabel = 'app';

/** The custom CA bundle's place in the API container. Source: Helm chart 6.11.0, api.customCA. */
export const customCa = { mountPath: '/etc/braintrust/runtime-ca', filename: 'ca-bundle.pem' } as const;
