import type { Metafile } from 'esbuild';

/**
 * CommonJS packages that our own sources load late, as `importer → package file`: in a bundle such an import has a default
 * and no names, so that `const { Client } = await import('package')` is undefined there and there alone.
 */
export function lateCommonJs(metafile: Metafile): readonly string[] {
  return Object.entries(metafile.inputs)
    .filter(([source]) => !source.includes('node_modules/'))
    .flatMap(([source, { imports }]) =>
      imports
        .filter(({ kind, external, path }) => {
          return kind === 'dynamic-import' && external !== true && metafile.inputs[path]?.format === 'cjs';
        })
        .map(({ path }) => `${source} → ${path}`),
    )
    .toSorted();
}
