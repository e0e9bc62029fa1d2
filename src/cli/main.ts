import { addBackupCommand } from './commands/backup.ts';
import { addByocCommand } from './commands/byoc.ts';
import { addCrdsCommand } from './commands/crds.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDeleteDataCommand } from './commands/delete-data.ts';
import { addDestroyCommand } from './commands/destroy.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addDriftCommand } from './commands/drift.ts';
import { addEgressCommand } from './commands/egress.ts';
import { addEnvironmentsCommand } from './commands/environments.ts';
import { addImagesCommand } from './commands/images.ts';
import { addImportCommand } from './commands/import.ts';
import { addInitCommand } from './commands/init.ts';
import { addInstallCommand } from './commands/install.ts';
import { addOperatorCommand } from './commands/operator.ts';
import { addPermissionsCommand } from './commands/permissions.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addPreflightCommand } from './commands/preflight.ts';
import { addPreviewCommand } from './commands/preview.ts';
import { addRebuildCommand } from './commands/rebuild.ts';
import { addPromoteCommand } from './commands/promote.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addSimulatorCommand } from './commands/simulator.ts';
import { addStatusCommand } from './commands/status.ts';
import { addUninstallCommand } from './commands/uninstall.ts';
import { addUnlockCommand } from './commands/unlock.ts';
import { addUpCommand } from './commands/up.ts';
import { addValidateCommand } from './commands/validate.ts';
import { processIo } from './io.ts';
import { reportCrash, runProgram } from './program.ts';
import { version } from './version.ts';

const commands = [
  addDemoCommand,
  addInitCommand,
  addValidateCommand,
  addPlanCommand,
  addPreflightCommand,
  addPreviewCommand,
  addUpCommand,
  addRebuildCommand,
  addDriftCommand,
  addDestroyCommand,
  addDeleteDataCommand,
  addUnlockCommand,
  addBackupCommand,
  addRestoreCommand,
  addEnvironmentsCommand,
  addPromoteCommand,
  addImportCommand,
  addPermissionsCommand,
  addEgressCommand,
  addImagesCommand,
  addByocCommand,
  addInstallCommand,
  addUninstallCommand,
  addDiffCommand,
  addStatusCommand,
  addOperatorCommand,
  addSimulatorCommand,
  addCrdsCommand,
];

const io = processIo();
// Libraries warn whoever develops with them, between the lines of a person who runs a command.
if (process.env['NODE_DEBUG'] === undefined) process.removeAllListeners('warning');
// Node would print a stray error as it is, with whatever it quotes.
process.on('uncaughtException', (error) => void reportCrash(error, io).finally(() => process.exit(1)));

await runProgram(process.argv.slice(2), io, commands, version);
