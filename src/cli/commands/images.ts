import { Option, type Command } from 'commander';
import type { Io } from '../io.ts';

export interface ImagesOptions {
  readonly output: 'text' | 'json' | 'names';
}

/** `planewright images list ENV`: every image, for a mirror. */
export function addImagesCommand(program: Command, io: Io): void {
  program
    .command('images')
    .summary('list the images that an environment runs')
    .description('What a mirror of images must hold.')
    .command('list')
    .summary('list every image with its tag')
    .description("Lists the images of the plane at the environment's version, and of Planewright's operator.")
    .argument('<environment>', 'a file, or a name under environments/')
    .addOption(
      new Option('-o, --output <format>', 'how to print; names: one image a line')
        .choices(['text', 'json', 'names'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `
Examples:
  planewright images list production
  planewright images list production -o names | xargs -I{} crane copy {} mirror.example.com/{}
`,
    )
    .action(async (environment: string, options: ImagesOptions) => {
      const { listImages } = await import('../images.ts');
      await listImages(environment, options.output, io);
    });
}
