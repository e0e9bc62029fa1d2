import { addCrdsCommand } from './commands/crds.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addOperatorCommand } from './commands/operator.ts';
import { addSimulatorCommand } from './commands/simulator.ts';
import { addStatusCommand } from './commands/status.ts';
import { addValidateCommand } from './commands/validate.ts';
import { processIo } from './io.ts';
import { runProgram } from './program.ts';
import { version } from './version.ts';

const commands = [
  addDemoCommand,
  addValidateCommand,
  addDiffCommand,
  addStatusCommand,
  addOperatorCommand,
  addSimulatorCommand,
  addCrdsCommand,
];

await runProgram(process.argv.slice(2), processIo(), commands, version);
