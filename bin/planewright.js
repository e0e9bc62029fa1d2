#!/usr/bin/env node
// Runs the build where there is no source, the source where there is, under a Node that can: this one, or the pinned
// Node that `npm ci` put into node_modules.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here('../src/cli/main.ts');
const pinned = here('../node_modules/node/bin/node');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (!existsSync(source) && (major < 24 || (major === 24 && minor < 11))) {
  process.stderr.write(
    `planewright: Node ${process.version} is too old; it takes 24.11 or newer.\n  Put a newer Node first on the PATH, or install one beside Planewright: npm install node@24\n`,
  );
  process.exitCode = 1;
} else if (!existsSync(source)) {
  module.enableCompileCache?.();
  await import('../dist/main.js');
} else if (process.features.typescript) {
  module.enableCompileCache?.();
  await import('../src/cli/main.ts');
} else if (existsSync(pinned)) {
  const child = spawn(pinned, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal !== null) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
} else {
  process.stderr.write(
    `planewright: Node ${process.version} cannot run TypeScript source. Run \`npm ci\` in the clone (it installs the pinned Node), or use Node 24.11 or newer.\n`,
  );
  process.exitCode = 1;
}
