import { systemClock } from '../../runtime/clock.ts';
import type { DemoOptions } from '../commands/demo.ts';
import type { Io } from '../io.ts';
import { changeBehindItsBack, governing, idle, rollOut, rotate, rotatePlaneSecret, upgrade } from './chapters.ts';
import { namespaces } from './scene.ts';
import { setStage, speed, type Stage } from './stage.ts';
import { NotAsTold, tell } from './story.ts';

/** Runs the whole story. Exit code 1 where something does not come about as told. */
export async function runDemo({ keep }: DemoOptions, io: Io): Promise<void> {
  io.out(`Planewright demo: the operator as it is, between two stand-ins on this machine (a Kubernetes API server
and the vendor's admin API). Their time runs ${speed} times faster. Every line is read from what they saw.
`);
  const startedAt = systemClock.monotonic();
  const stage = await setStage(io.env, io.signal);
  try {
    const story = tell(io, stage.clock);
    for (const chapter of [rollOut, governing, rotate, rotatePlaneSecret, changeBehindItsBack, upgrade, idle]) {
      await chapter(stage, story);
    }
    const seconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
    io.out(`\nAll ${story.claims} claims held, in ${seconds} s.\n`);
    if (keep) await stay(stage, io);
  } catch (error) {
    if (!(error instanceof NotAsTold)) throw error;
    io.err(`planewright: the demo did not come about as told: ${error.message}\n`);
    io.exit(1);
  } finally {
    await stage.close();
  }
}

async function stay({ standIns }: Stage, io: Io): Promise<void> {
  io.out(`
Everything goes on running. In another terminal:

  export KUBECONFIG=${standIns.kubeconfig}
  kubectl get planewright -n ${namespaces.plane}
  kubectl describe dataplane plane -n ${namespaces.plane}
  kubectl explain aiprovider.spec
  kubectl get pods -n ${namespaces.plane}

Ctrl-C ends it.
`);
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
