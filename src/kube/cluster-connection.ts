import type { Transport } from '../runtime/transport.ts';

/** One API server, with the credential to talk to it. */
export interface ClusterConnection {
  readonly transport: Transport;
  /** Its URL, for people. */
  readonly server: string;
  /** Whose certificate it must bear, where a kubeconfig says another name than the URL's: of a tunnel. */
  readonly serverName?: string;
  /** The namespace that is meant where none is named. */
  readonly namespace: string;
  /** The kubeconfig context; left out in a cluster. */
  readonly context?: string;
  close(): void;
}
