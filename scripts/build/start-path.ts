import type { Metafile } from 'esbuild';

/** Output files that Node loads before the first line of `entry` runs: what static imports reach. */
export function filesLoadedAtStart(metafile: Metafile, entry: string): string[] {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const output = metafile.outputs[file];
    if (output === undefined || seen.has(file)) continue;
    seen.add(file);
    for (const { path, kind, external } of output.imports) {
      if (external !== true && kind !== 'dynamic-import') waiting.push(path);
    }
  }
  return [...seen];
}

/** Sources loaded at start that are neither the CLI's own nor commander's: each one slows `--help`. */
export function strangersAtStart(metafile: Metafile, entry: string): string[] {
  const sources = filesLoadedAtStart(metafile, entry).flatMap((file) =>
    Object.entries(metafile.outputs[file]?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([source]) => source),
  );
  return sources.filter((source) => !/(^|\/)(src\/cli|node_modules\/commander)\//.test(source)).sort();
}
