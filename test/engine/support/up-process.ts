import { text } from 'node:stream/consumers';
import { preview } from '../../../stacks/engine/preview.ts';
import { update } from '../../../stacks/engine/update.ts';
import { openWorkspace, type WorkspaceOptions } from '../../../stacks/engine/workspace.ts';

/** A run in a process of its own, to be killed: the workspace's options come as JSON on standard input. */
const options = JSON.parse(await text(process.stdin)) as WorkspaceOptions;
const workspace = await openWorkspace(options);
const { plan } = await preview(workspace, () => undefined, new AbortController().signal);
await update(workspace, plan, () => undefined, new AbortController().signal);
await workspace.dispose();
