import { PlanewrightError } from '../runtime/errors.ts';
import { editorSchemaFile } from '../../stacks/environment/init/text.ts';
import { environmentsFolder } from '../../stacks/environment/files.ts';
import type { Io } from './io.ts';

/** Before anything is asked or made for it. @throws PlanewrightError FileExists. */
export async function refuseExisting(file: string, io: Io): Promise<void> {
  const isThere = await io.readFile(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw existing(file);
}

function existing(file: string): PlanewrightError {
  return new PlanewrightError('FileExists', `${file} is there already, and it may have been changed by hand`);
}

/**
 * Writes a new environment file, and beside it the schema by which editors complete it.
 * @throws PlanewrightError FileExists.
 */
export async function writeEnvironment(file: string, text: string, overwrite: boolean, io: Io): Promise<void> {
  try {
    await io.writeFile(file, text, { overwrite });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw existing(file);
    }
    throw error;
  }
  const { environmentEditorSchema } = await import('../../stacks/environment/editor-schema.ts');
  const schema = `${JSON.stringify(environmentEditorSchema())}\n`;
  await io.writeFile(`${environmentsFolder}/${editorSchemaFile}`, schema, { overwrite: true });
}
