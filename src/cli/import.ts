import { isPlainObject } from '../runtime/canonical-json.ts';
import { PlanewrightError, sentenceOf } from '../runtime/errors.ts';
import { sentenceOfProblem } from '../api/documents/problem.ts';
import { readYaml } from '../api/documents/yaml.ts';
import { typeAt } from '../../stacks/environment/document-schema.ts';
import { environmentsFolder } from '../../stacks/environment/files.ts';
import { editorSchemaFile } from '../../stacks/environment/init/text.ts';
import { loadEnvironmentText } from '../../stacks/environment/load.ts';
import { documentOf, draftOf, moduleOf, type DraftField } from '../../stacks/import/terraform/draft.ts';
import { readOutputs, type Outputs } from '../../stacks/import/terraform/outputs.ts';
import { draftText } from '../../stacks/import/terraform/text.ts';
import type { ImportOptions } from './commands/import.ts';
import { readText } from './input.ts';
import type { Io } from './io.ts';
import { writeEnvironment } from './write-environment.ts';

/** Writes an environment file from Terraform's outputs, or says by name what is missing. */
export async function importTerraform(source: string, options: ImportOptions, io: Io): Promise<void> {
  const outputs = await outputsOf(source, io);
  const module = moduleOf(outputs, options.cloud);
  if (module === undefined) {
    throw new PlanewrightError('InvalidDocument', `${source}: not the outputs of one of the vendor's modules`, {
      next: 'Name the module with --cloud, and give what its outputs do not say with --set.',
    });
  }
  const given = assignments(options.set);
  const plain = draftOf(module, outputs, options.profile, given);
  const document = documentOf(plain);
  const typed = new Map([...given].map(([path, value]) => [path, typedValue(document, path, value)]));
  const fields = draftOf(module, outputs, options.profile, typed);
  const text = draftText(options.name, fields, editorSchemaFile);
  const missing = fields.filter(({ value }) => value === undefined);
  if (options.print) io.out(text);
  if (outputs.secrets.length > 0) io.err(`Not read, because they are secrets: ${outputs.secrets.join(', ')}.\n`);
  if (missing.length > 0) {
    io.err(sentenceOfMissing(missing));
    io.exit(1);
    return;
  }
  const file = `${environmentsFolder}/${options.name}.yaml`;
  const { environment, problems } = await loadEnvironmentText(file, text, io);
  if (environment === undefined) {
    throw new PlanewrightError('InvalidDocument', problems.map(sentenceOfProblem).join('\n'), {
      next: 'Give the fields that are wrong with --set; nothing was written.',
    });
  }
  if (options.print) return;
  await writeEnvironment(file, text, options.force, io);
  io.out(`${file} is written, and valid. Next: planewright plan ${options.name}\n`);
}

async function outputsOf(source: string, io: Io): Promise<Outputs> {
  const text = await readText(source, io);
  try {
    return readOutputs(text);
  } catch (error) {
    throw new PlanewrightError('InvalidDocument', `${source} ${sentenceOf(error)}`);
  }
}

function assignments(set: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    set.map((assignment) => {
      const [, path, value] = /^(spec[.][A-Za-z0-9.]+)=([\s\S]+)$/.exec(assignment) ?? [];
      if (path === undefined || value === undefined) {
        // The value may be a secret that was meant for another option.
        throw new PlanewrightError('InvalidArgument', '--set takes a field and a value, such as spec.version=2.9.0');
      }
      return [path, value];
    }),
  );
}

/** What a person typed, as the schema wants it: an account stays text, a list is a list. */
function typedValue(document: unknown, path: string, text: string): unknown {
  if (typeAt(document, path.split('.')) === 'string') return text;
  const value = readYaml(`value: ${text}\n`).documents[0]?.value;
  return isPlainObject(value) ? value['value'] : text;
}

function sentenceOfMissing(missing: readonly DraftField[]): string {
  const width = Math.max(...missing.map(({ path }) => path.length));
  const lines = missing.map(({ path, what }) => `  --set ${`${path}=…`.padEnd(width + 2)}  ${what}\n`);
  return `The outputs do not say these; nothing is written until they are given:\n${lines.join('')}`;
}
