import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WireRequest } from '../../../src/runtime/transport.ts';
import { freeLoopbackPorts } from './loopback-ports.ts';
import { stagesFile } from './stages.ts';
import type { ControlPlaneUser, Workshop } from './start-control-plane.ts';

/** One node in each of three zones: enough for rules that spread pods. */
const zones = ['pretend-a', 'pretend-b', 'pretend-c'] as const;

/**
 * Controllers that want a cloud, a kubelet's heartbeat or certificates that nobody here asks for. Without the node
 * lifecycle controller nobody takes the taint from a new node, so that is done below.
 */
const controllersLeftOut = [
  'node-ipam-controller',
  'node-lifecycle-controller',
  'node-route-controller',
  'service-lb-controller',
  'cloud-node-lifecycle-controller',
  'persistentvolume-attach-detach-controller',
  'certificatesigningrequest-signing-controller',
  'certificatesigningrequest-approving-controller',
  'certificatesigningrequest-cleaner-controller',
  'ttl-controller',
];

/** Starts controller-manager, scheduler and KWOK, makes the nodes, and resolves when pods can be scheduled on them. */
export async function startNodes(workshop: Workshop): Promise<void> {
  const { binaries, directory, start, kubeconfigFor } = workshop;
  const [controllerManagerPort = 0, schedulerPort = 0] = await freeLoopbackPorts(2);
  const stagesPath = join(directory, 'stages.yaml');
  await writeFile(stagesPath, stagesFile());
  const authorityPath = join(directory, 'authority.pem');
  await writeFile(authorityPath, workshop.caPem);

  const delegated = async (user: ControlPlaneUser): Promise<string[]> => {
    const path = await kubeconfigFor(user);
    return [`--kubeconfig=${path}`, `--authentication-kubeconfig=${path}`, `--authorization-kubeconfig=${path}`];
  };
  await Promise.all([
    start('kube-controller-manager', binaries['kube-controller-manager'], [
      ...(await delegated('controllerManager')),
      '--bind-address=127.0.0.1',
      `--secure-port=${controllerManagerPort}`,
      '--leader-elect=false',
      `--service-account-private-key-file=${workshop.serviceAccountKeyPath}`,
      `--root-ca-file=${authorityPath}`,
      `--controllers=*,${controllersLeftOut.map((name) => `-${name}`).join(',')}`,
    ]),
    start('kube-scheduler', binaries['kube-scheduler'], [
      ...(await delegated('scheduler')),
      '--bind-address=127.0.0.1',
      `--secure-port=${schedulerPort}`,
      '--leader-elect=false',
    ]),
    start('kwok', binaries.kwok, [
      `--kubeconfig=${await kubeconfigFor('nodes')}`,
      `--config=${stagesPath}`,
      '--manage-all-nodes=true',
      '--node-ip=10.9.0.1',
      // Apart from the services' range.
      '--cidr=10.10.0.0/16',
    ]),
  ]);
  await Promise.all(zones.map((zone) => addNode(workshop, zone)));
}

interface NodeObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

async function addNode(workshop: Workshop, zone: string): Promise<void> {
  const send = async (request: WireRequest, expected: number): Promise<NodeObject> => {
    const { status, body } = await workshop.transportFor('nodes')(request, AbortSignal.timeout(30_000));
    if (status !== expected) throw new Error(`${request.method} ${request.path} answered ${status}: ${body}`);
    return JSON.parse(body) as NodeObject;
  };
  const name = `node-${zone}`;
  const path = `/api/v1/nodes/${name}`;
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/region': 'pretend',
    'topology.kubernetes.io/zone': zone,
  };
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
  const json = { 'content-type': 'application/json' };
  await send({ method: 'POST', path: '/api/v1/nodes', headers: json, body: JSON.stringify(node) }, 201);
  await send(
    {
      method: 'PATCH',
      path,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: { taints: null } }),
    },
    200,
  );
  const deadline = performance.now() + 60_000;
  const isReady = (seen: NodeObject): boolean =>
    seen.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  while (!isReady(await send({ method: 'GET', path }, 200))) {
    if (performance.now() > deadline) throw new Error(`KWOK did not make the node ${name} ready within 60 s`);
    await sleep(50);
  }
}
