import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Connection } from '../../../support/control-plane/connection.ts';
import type { Cluster } from './clusters.ts';
import { namespace } from './environment.ts';

/** Puts the organization's token into each cluster, once its namespace is there: that is left to a person. */
export function tokenGiver(token: string): (cluster: Cluster) => Promise<void> {
  let given = 0;
  return async ({ number, connection }) => {
    if (given === number) return;
    const signal = AbortSignal.timeout(10_000);
    const space = await connection.adminTransport({ method: 'GET', path: `/api/v1/namespaces/${namespace}` }, signal);
    if (space.status !== 200) return;
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'braintrust-token', namespace },
      stringData: { token },
    };
    const path = `/api/v1/namespaces/${namespace}/secrets`;
    await connection.send({ method: 'POST', path, body: JSON.stringify(secret) });
    given = number;
  };
}

/** Runs kubectl as an administrator; a last argument that is a document goes to its standard input. */
export async function kubectl(
  { kubectlPath, kubeconfigPath }: Connection,
  ...args: readonly string[]
): Promise<string> {
  const document = args.at(-1)?.includes('\n') === true ? args.at(-1) : undefined;
  const typed = document === undefined ? args : args.slice(0, -1);
  const running = promisify(execFile)(kubectlPath, ['--kubeconfig', kubeconfigPath, ...typed]);
  running.child.stdin?.end(document);
  return (await running).stdout;
}

/** What the organization's people have in Git. */
export const organizationFile = `apiVersion: planewright.dev/v1alpha1
kind: Project
metadata: { name: support-bot, namespace: ${namespace} }
spec:
  organizationRef: { name: organization }
  name: support-bot
  description: Answers customers.
`;
