import { text } from 'node:stream/consumers';
import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { destroy } from '../../../stacks/engine/destroy.ts';
import { preview } from '../../../stacks/engine/preview.ts';
import { update } from '../../../stacks/engine/update.ts';
import { openWorkspace, type WorkspaceOptions } from '../../../stacks/engine/workspace.ts';

/** A run in a process of its own, to be killed; it destroys where the document says so. The workspace's options come as JSON on standard input. */
const options = JSON.parse(await text(process.stdin)) as WorkspaceOptions;
const workspace = await openWorkspace(options);
const never = new AbortController().signal;
if (isPlainObject(options.document) && options.document['destroy'] === true) {
  await destroy(workspace, () => undefined, never);
} else {
  const { plan } = await preview(workspace, () => undefined, never);
  await update(workspace, plan, () => undefined, never);
}
await workspace.dispose();
