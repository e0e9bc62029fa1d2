import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Transport } from '../../../src/runtime/transport.ts';
import { startChild } from './child.ts';
import type { Child } from './child.ts';
import type { Binaries } from './find-binaries.ts';
import { startGuard } from './guard.ts';
import type { Guard } from './guard.ts';
import { clusterTransport } from './cluster-transport.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { freeLoopbackPorts } from './loopback-ports.ts';
import { startNodes } from './start-nodes.ts';

/** Everything here is a string, so that it can be handed from vitest's main process to its workers. */
export interface ControlPlaneConnection {
  readonly url: string;
  /** The API server's own certificate and the authority that it made for itself. */
  readonly caPem: string;
  /** A member of system:masters. */
  readonly adminToken: string;
  /** The same, for `kubectl --kubeconfig`. */
  readonly kubeconfigPath: string;
  readonly auditLogPath: string;
  readonly kubectlPath: string;
}

export interface ControlPlane extends ControlPlaneConnection {
  readonly adminTransport: Transport;
  /** Adds controller-manager, scheduler and pretended nodes, and resolves when pods can be scheduled. */
  readonly startNodes: () => Promise<void>;
  /** Ends every process and removes the data. */
  readonly stop: () => Promise<void>;
}

/** The users of the token file, all system:masters, apart by name so that the audit log tells them apart. */
const users = {
  admin: 'planewright-tests',
  controllerManager: 'system:kube-controller-manager',
  scheduler: 'system:kube-scheduler',
  nodes: 'pretend-nodes',
} as const;

export type ControlPlaneUser = keyof typeof users;

/** What the parts of one control plane share. */
export interface Workshop {
  readonly binaries: Binaries;
  readonly directory: string;
  readonly url: string;
  readonly caPem: string;
  readonly serviceAccountKeyPath: string;
  readonly start: (name: string, command: string, args: readonly string[]) => Promise<Child>;
  readonly kubeconfigFor: (user: ControlPlaneUser) => Promise<string>;
  readonly transportFor: (user: ControlPlaneUser) => Transport;
}

const attempts = 3;

/**
 * Starts etcd and an API server with empty data on loopback ports of their own: RBAC, service-account tokens, an audit
 * log. Everything ends with {@link ControlPlane.stop}, or with this process.
 */
export async function startControlPlane(binaries: Binaries): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt += 1) {
    const directory = await mkdtemp(join(tmpdir(), 'planewright-control-plane-'));
    const guard = startGuard(directory);
    const children: Child[] = [];
    const stop = async (): Promise<void> => {
      // Clients before the API server, the API server before its store: no one logs errors about the other's end.
      for (const child of children.splice(0).reverse()) await child.stop();
      guard.release();
      await rm(directory, { recursive: true, force: true });
    };
    try {
      return await startIn(directory, binaries, guard, children, stop);
    } catch (error) {
      await stop();
      // Between finding a free port and listening on it, someone else may have taken it.
      const portTaken = error instanceof Error && error.message.includes('address already in use');
      if (!portTaken || attempt === attempts) throw error;
    }
  }
}

async function startIn(
  directory: string,
  binaries: Binaries,
  guard: Guard,
  children: Child[],
  stop: () => Promise<void>,
): Promise<ControlPlane> {
  const start: Workshop['start'] = async (name, command, args) => {
    const child = await startChild({ name, command, args, logPath: join(directory, `${name}.log`) });
    guard.watch(child.pid);
    children.push(child);
    return child;
  };
  const [etcdPort = 0, peerPort = 0, apiPort = 0] = await freeLoopbackPorts(3);
  await startEtcd(start, binaries, directory, etcdPort, peerPort);

  const tokens = Object.fromEntries(
    Object.keys(users).map((user) => [user, randomBytes(24).toString('hex')]),
  ) as Record<ControlPlaneUser, string>;
  const url = `https://127.0.0.1:${apiPort}`;
  const serviceAccountKeyPath = await writeServiceAccountKeys(directory);
  const auditLogPath = join(directory, 'audit.log');
  await writeTokenFile(directory, tokens);
  const apiServer = await start('kube-apiserver', binaries['kube-apiserver'], [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${apiPort}`,
    // Nothing is named by --tls-cert-file: the API server then makes a certificate for its address in --cert-dir.
    `--cert-dir=${join(directory, 'certificates')}`,
    `--token-auth-file=${join(directory, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--anonymous-auth=false',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${serviceAccountKeyPath}`,
    `--service-account-key-file=${serviceAccountKeyPath}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    `--audit-policy-file=${fileURLToPath(new URL('audit-policy.yaml', import.meta.url))}`,
    `--audit-log-path=${auditLogPath}`,
    '--allow-privileged=true',
    // Tests write in bursts; its fairness queues would only add noise to their timing.
    '--enable-priority-and-fairness=false',
  ]);
  const certificatePath = join(directory, 'certificates', 'apiserver.crt');
  await apiServer.waitUntil(async () => (await readOrNothing(certificatePath)) !== '', 60_000);
  const caPem = await readFile(certificatePath, 'utf8');

  const transportFor = (user: ControlPlaneUser): Transport => clusterTransport({ url, caPem, token: tokens[user] });
  const adminTransport = transportFor('admin');
  await apiServer.waitUntil(async () => isReady(adminTransport), 60_000);
  const workshop: Workshop = {
    binaries,
    directory,
    url,
    caPem,
    serviceAccountKeyPath,
    start,
    transportFor,
    kubeconfigFor: (user) =>
      writeKubeconfig(join(directory, `${user}.kubeconfig`), { url, caPem, user: users[user], token: tokens[user] }),
  };
  return {
    url,
    caPem,
    adminToken: tokens.admin,
    kubeconfigPath: await workshop.kubeconfigFor('admin'),
    auditLogPath,
    kubectlPath: binaries.kubectl,
    adminTransport,
    startNodes: () => startNodes(workshop),
    stop,
  };
}

async function startEtcd(
  start: Workshop['start'],
  binaries: Binaries,
  directory: string,
  port: number,
  peerPort: number,
): Promise<void> {
  const etcd = await start('etcd', binaries.etcd, [
    `--data-dir=${join(directory, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${port}`,
    `--advertise-client-urls=http://127.0.0.1:${port}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
    `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
    // The data outlives no test run: not waiting for the disk halves the time of a write.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]);
  await etcd.waitUntil(async () => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
    } catch {
      // Not listening yet.
      return false;
    }
  }, 30_000);
}

async function isReady(transport: Transport): Promise<boolean> {
  try {
    return (await transport({ method: 'GET', path: '/readyz' }, AbortSignal.timeout(5000))).status === 200;
  } catch {
    // Not listening yet; whether it ended is for the caller to see.
    return false;
  }
}

async function readOrNothing(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

/** One private key signs the tokens of service accounts; the API server derives the public half from it. */
async function writeServiceAccountKeys(directory: string): Promise<string> {
  const path = join(directory, 'service-accounts.key');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await writeFile(path, privateKey, { mode: 0o600 });
  return path;
}

async function writeTokenFile(directory: string, tokens: Readonly<Record<ControlPlaneUser, string>>): Promise<void> {
  const lines = Object.entries(users).map(
    ([key, name]) => `${tokens[key as ControlPlaneUser]},${name},${name},system:masters`,
  );
  await mkdir(join(directory, 'certificates'), { recursive: true });
  await writeFile(join(directory, 'tokens.csv'), `${lines.join('\n')}\n`, { mode: 0o600 });
}
