import { coreTypes, secret } from '../../../src/cli/demo/scene.ts';
import { askAnnotation } from '../../../src/organization/ai-provider/copies.ts';
import type { KubeObject } from '../../../src/kube/objects.ts';
import { never, touch, type Proofs, type Stage } from './proof.ts';

/** Puts another provider key into the Secret that the AIProvider refers to. */
async function changeKey({ world, fresh }: Stage): Promise<void> {
  const openai = `canary-openai-${fresh()}`;
  await world.apply(secret('llm-keys', { openai, webhook: world.secrets.webhookSecret }));
}

type Data = KubeObject & { readonly data?: Readonly<Record<string, string>> };

async function copy({ world }: Stage): Promise<string | undefined> {
  return ((await world.get(coreTypes.secret, 'openai', world.consumer)) as Data | undefined)?.data?.['openai'];
}

/** Whether the namespace that asked holds the key as it is now. */
async function isCopied(stage: Stage): Promise<boolean> {
  const source = (await stage.world.get(coreTypes.secret, 'llm-keys')) as Data | undefined;
  const copied = await copy(stage);
  return copied !== undefined && copied === source?.data?.['openai'];
}

async function ask({ world }: Stage, value: string | null): Promise<void> {
  await world.cluster.send({
    method: 'PATCH',
    path: `/api/v1/namespaces/${world.consumer}`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ metadata: { annotations: { [askAnnotation]: value } } }),
  });
}

/** Secrets of the namespaces that are looked after. */
export const secretProofs: Proofs = {
  'governed: get secrets': { provoke: changeKey, cameAbout: isCopied },
  // The same change was refused a moment ago, and would be left alone for ten minutes: a new declaration is not.
  'governed: patch secrets': { provoke: changeKey, again: (stage) => touch(stage, 'AIProvider'), cameAbout: isCopied },
  'governed: create secrets': {
    provoke: ({ world }) =>
      world.kube.delete(coreTypes.secret, { namespace: world.consumer, name: 'openai' }, {}, never),
    again: changeKey,
    cameAbout: isCopied,
  },
  // The last one: nobody asks for a copy any more.
  'governed: delete secrets': {
    provoke: (stage) => ask(stage, null),
    again: changeKey,
    cameAbout: async (stage) => (await copy(stage)) === undefined,
  },
};
