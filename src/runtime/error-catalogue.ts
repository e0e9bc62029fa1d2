interface CatalogueEntry {
  readonly exitCode: 1 | 3 | 4;
  /** The next step where the error does not know a better one. */
  readonly next: string;
}

/** Every code that an error of Planewright can carry. Codes are stable: scripts and dashboards match on them. */
export const errorCatalogue = {
  // Input
  FileUnreadable: { exitCode: 1, next: 'Check the path and that you may read the file.' },
  InvalidDocument: { exitCode: 1, next: 'Correct the field and run the command again; nothing was changed.' },
  FileUnwritable: { exitCode: 1, next: 'Check that you may write there, and that there is room.' },
  FileExists: { exitCode: 1, next: 'Take another name, or --force to replace it.' },
  InvalidArgument: { exitCode: 1, next: 'See --help of the command.' },
  // Kubernetes
  KubeconfigInvalid: { exitCode: 1, next: 'Name a working file with --kubeconfig or KUBECONFIG.' },
  KubeUnreachable: { exitCode: 1, next: 'Check that the API server is up and that this machine can reach it.' },
  KubeUnauthorized: { exitCode: 1, next: 'Renew the credential of the kubeconfig context or the service account.' },
  KubeForbidden: {
    exitCode: 1,
    next: 'Grant the right that the sentence names; the operator has its rights from charts/operator (governedNamespaces).',
  },
  KubeNotFound: { exitCode: 1, next: 'Check name and namespace.' },
  KubeConflict: { exitCode: 1, next: 'Another writer was faster; it is tried again.' },
  KubeAlreadyExists: { exitCode: 1, next: 'Use another name, or adopt the object.' },
  KubeInvalid: { exitCode: 1, next: 'Correct the object as the sentence says.' },
  KubeSchemaOutdated: {
    exitCode: 1,
    next: 'Apply the CRDs of this version: planewright crds | kubectl apply --server-side -f -',
  },
  KubeKindMissing: { exitCode: 1, next: 'Install the CRDs: planewright crds | kubectl apply --server-side -f -' },
  KubeNamespaceTerminating: { exitCode: 1, next: 'Wait until the namespace is gone.' },
  KubeExpired: { exitCode: 1, next: 'The list is read again from the start.' },
  KubeThrottled: { exitCode: 1, next: 'It is tried again after the time that the server names.' },
  KubeServerError: { exitCode: 1, next: 'It is tried again; look at the API server if it goes on.' },
  KubeFieldConflict: {
    exitCode: 1,
    next: 'Let one manager own the field: take it out of the other source, or out of this one.',
  },
  KubeQuotaExceeded: { exitCode: 1, next: 'Raise the ResourceQuota of the namespace, or free what it counts.' },
  KubeMalformedAnswer: {
    exitCode: 1,
    next: 'Something answered in place of the API server, or cut its answer; check proxies between here and there.',
  },
  LeadershipLost: { exitCode: 1, next: 'Another replica has taken over; this one starts again and waits.' },
  // The vendor's admin API
  BraintrustUnreachable: { exitCode: 1, next: 'Check spec.connection.apiUrl and that this machine can reach it.' },
  BraintrustUnauthorized: {
    exitCode: 1,
    next: 'Put a valid token into the Secret that spec.connection.tokenSecretRef names.',
  },
  BraintrustForbidden: { exitCode: 1, next: "Give the token's service account the right that the sentence names." },
  BraintrustNotFoundOrForbidden: { exitCode: 1, next: 'Check that the object exists and that the token may read it.' },
  BraintrustInvalid: { exitCode: 1, next: 'Correct the field that the sentence names.' },
  BraintrustCapabilityMissing: { exitCode: 1, next: 'Upgrade the data plane to a version that has this endpoint.' },
  BraintrustPlanTooLow: { exitCode: 1, next: "The organization's plan does not include this feature." },
  BraintrustThrottled: { exitCode: 1, next: 'It is tried again after the time that the API names.' },
  BraintrustConflict: { exitCode: 1, next: 'It is read again and decided anew.' },
  BraintrustServerError: { exitCode: 1, next: "It is tried again; see the vendor's status page if it goes on." },
  BraintrustUnexpectedAnswer: {
    exitCode: 1,
    next: "Check that spec.connection.apiUrl names the API and not a proxy's page.",
  },
  // Pulumi's engine
  EngineMissing: { exitCode: 1, next: 'Install Pulumi 3.260 or newer, and put it on the PATH.' },
  EngineTooOld: { exitCode: 1, next: 'Install a newer Pulumi, and put it first on the PATH.' },
  NodeTooOld: { exitCode: 1, next: 'Put Node 24 or newer first on the PATH.' },
  EngineFailed: { exitCode: 1, next: 'Mend the cause, then run the command again: it goes on where it stopped.' },
  StackMissing: { exitCode: 1, next: 'Bring it up: planewright up ENV' },
  StackLocked: {
    exitCode: 1,
    next: 'Wait until it is done. If its process is gone, planewright unlock says so and takes the lock away.',
  },
  WrongPassphrase: { exitCode: 1, next: 'Set the passphrase that the environment was made with.' },
  SecretsProviderChanged: {
    exitCode: 1,
    next: 'Set the field back, or change the state first, as "Where the state is kept" in docs/environments.md says.',
  },
  PlanStale: { exitCode: 3, next: 'Run planewright preview again, and have the new plan approved.' },
  UpdateRefused: { exitCode: 3, next: 'Change the environment so that no data is at risk, then preview again.' },
  RestoreRefused: { exitCode: 3, next: 'Print the plan: planewright restore ENV --plan' },
  CloudFailed: { exitCode: 1, next: 'Mend what the cloud names, then run the command again.' },
  // Taking down
  WrongAccount: { exitCode: 3, next: 'Sign in to the account of the environment, then run the command again.' },
  StateBucketTaken: {
    exitCode: 3,
    next: 'Name another environment, or write a bucket of your own into spec.state.backend.',
  },
  GuardsHold: { exitCode: 3, next: 'Mend what the sentence names, or go on without it by its option.' },
  ClusterHolds: {
    exitCode: 3,
    next: 'See that the operator runs (kubectl -n planewright-system get pods) and what its events say, then run the command again. To leave the cluster alone: --without-cluster, without --kubeconfig.',
  },
  // Installing
  InstallRefused: { exitCode: 3, next: 'Install a version that is not older, or allow it with --allow-downgrade.' },
  WrongCluster: { exitCode: 3, next: 'Name the right cluster with --kubeconfig and --context.' },
  ClusterUnreachable: {
    exitCode: 1,
    next: 'Run this from inside of its network, over a VPN, or through a bastion with a kubeconfig of its own (--kubeconfig). For the cloud alone: planewright up ENV --skip-cluster, then planewright install ENV from there; planewright drift ENV --only cloud.',
  },
  NotBroughtUp: { exitCode: 1, next: 'Bring it up first: planewright up ENV' },
  PlaneHalted: { exitCode: 4, next: 'Mend what the plane says, then run the command again.' },
  // Plans
  ProgramFailed: { exitCode: 1, next: 'Correct what the sentence names in the environment file; nothing was made.' },
  SdkMissing: { exitCode: 1, next: "Install the cloud's SDK beside Planewright." },
  StateInvalid: { exitCode: 1, next: 'Export it anew: pulumi stack export --file state.json' },
  PricesInvalid: { exitCode: 1, next: 'Correct the field that the sentence names, or leave --prices out.' },
  // Programs
  SimulatorRefused: { exitCode: 1, next: 'The stand-in serves only what its table lists.' },
  Interrupted: { exitCode: 1, next: 'Run the command again; it goes on where it stopped.' },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
