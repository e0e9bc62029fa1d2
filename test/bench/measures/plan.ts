import { spawn, execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sparing } from '../../../stacks/sparing.ts';
import { example } from '../../stacks/support/examples.ts';
import { line, type Line } from '../measure.ts';

const run = promisify(execFile);
const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const full = ['aws-production', 'google-standard', 'azure-production'] as const;
const many = 10;

/** `planewright plan` and `validate` from the build: a full cloud each, and ten environments after each other. */
export async function measurePlan(): Promise<readonly Line[]> {
  // Inside the project, where the SDKs are found.
  await mkdir(root('.cache'), { recursive: true });
  const folder = await mkdtemp(join(root('.cache'), 'bench-plan-'));
  try {
    const dist = join(folder, 'dist');
    await run(process.execPath, [root('scripts/build.ts'), root('src/cli/main.ts'), dist]);
    await cp(root('environments'), join(folder, 'environments'), { recursive: true });
    const seconds = (...args: string[]): Promise<number> => timed([join(dist, 'main.js'), ...args], folder);
    const lines: Line[] = [];
    for (const name of full) {
      await seconds('plan', name); // fills the compile cache
      lines.push(line(`plan ${name} from the build`, await seconds('plan', name), { unit: 's', atMost: 2 }));
      const most = await mostResident(join(dist, 'stacks/plan/child.js'), name);
      lines.push(line('… most memory of the process that plans', most, { unit: 'MB', atMost: 400 }));
    }
    const validate = await seconds('validate', `environments/${full[0]}.yaml`);
    lines.push(line('validate an environment from the build', validate * 1000, { unit: 'ms', atMost: 300 }));
    const one = await seconds('plan', full[0]);
    let all = 0;
    for (const name of await copies(folder)) all += await seconds('plan', name);
    lines.push(line(`plan ${many} environments: each, times one alone`, all / many / one, { atMost: 1.25 }));
    return lines;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same environment under other names. */
async function copies(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, `environments/${full[0]}.yaml`), 'utf8');
  const names = Array.from({ length: many }, (_, index) => `bench-${index}`);
  for (const name of names) {
    await writeFile(join(folder, `environments/${name}.yaml`), text.replace(/^( {2}name: ).*$/m, `$1${name}`));
  }
  return names;
}

/** Seconds that a program of Node takes. */
async function timed(args: readonly string[], cwd: string): Promise<number> {
  const since = performance.now();
  await run(process.execPath, [...args], { cwd, maxBuffer: 1e8 });
  return (performance.now() - since) / 1000;
}

/** Most memory that the process held which plans an environment, in MB, as the kernel counts it. */
async function mostResident(script: string, name: string): Promise<number> {
  const { environment } = await example(name);
  const counting = `process.on('exit', () => process.stderr.write('maxRSS ' + process.resourceUsage().maxRSS));`;
  const child = spawn(
    process.execPath,
    [...sparing, '--import', `data:text/javascript,${encodeURIComponent(counting)}`, script],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  child.stdin.end(JSON.stringify(environment));
  let said = '';
  for await (const text of child.stderr.setEncoding('utf8')) said += String(text);
  return Number(/maxRSS (\d+)/.exec(said)?.[1]) / 1024;
}
