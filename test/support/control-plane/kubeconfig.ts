import { writeFile } from 'node:fs/promises';

export interface KubeconfigOptions {
  readonly url: string;
  readonly caPem: string;
  readonly user: string;
  readonly token: string;
}

/** Writes a kubeconfig with one cluster and one user, readable by its owner only, and returns its path. */
export async function writeKubeconfig(path: string, options: KubeconfigOptions): Promise<string> {
  const { url, caPem, user, token } = options;
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'tests',
        cluster: { server: url, 'certificate-authority-data': Buffer.from(caPem).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'tests', context: { cluster: 'tests', user } }],
    'current-context': 'tests',
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify(kubeconfig, null, 2), { mode: 0o600 });
  return path;
}
