/** The folder of the programs and what belongs to them: the source, or what the build made of it. */
export const stacksFolder = new URL(import.meta.url.endsWith('.ts') ? '../../stacks/' : './stacks/', import.meta.url);

/** Extension of the modules there. */
export const moduleExtension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
