import { PlanewrightError } from '../runtime/errors.ts';
import { editorSchemaFile } from '../../stacks/environment/init/text.ts';
import { environmentsFolder } from '../../stacks/environment/files.ts';
import type { Io } from './io.ts';

/**
 * Writes a new environment file, and beside it the schema by which editors complete it.
 * @throws PlanewrightError FileExists.
 */
export async function writeEnvironment(file: string, text: string, overwrite: boolean, io: Io): Promise<void> {
  try {
    await io.writeFile(file, text, { overwrite });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new PlanewrightError('FileExists', `${file} is there already, and it may have been changed by hand`);
    }
    throw error;
  }
  const { environmentEditorSchema } = await import('../../stacks/environment/editor-schema.ts');
  const schema = `${JSON.stringify(environmentEditorSchema())}\n`;
  await io.writeFile(`${environmentsFolder}/${editorSchemaFile}`, schema, { overwrite: true });
}
