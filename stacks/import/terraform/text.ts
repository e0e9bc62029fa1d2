import { onOneLine } from '../../../src/api/documents/edit.ts';
import { environmentApiVersion, environmentKind } from '../../environment/schema/common.ts';
import type { DraftField } from './draft.ts';

/** The environment file of a draft. What a person must still say stands in it as a comment. */
export function draftText(name: string, fields: readonly DraftField[], schema: string): string {
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    `# From the outputs of the vendor's Terraform module. It describes what is there: nothing in the cloud moves.`,
    `apiVersion: ${environmentApiVersion}`,
    `kind: ${environmentKind}`,
    `metadata:`,
    `  name: ${onOneLine(name)}`,
    ...linesOf(fields.map((field) => ({ ...field, steps: field.path.split('.') }))),
  ];
  return `${lines.join('\n')}\n`;
}

type Placed = DraftField & { readonly steps: readonly string[] };

/** Mappings by their first step, in order of appearance; fields of one mapping need not stand beside each other. */
function linesOf(fields: readonly Placed[], depth = 0): readonly string[] {
  const indent = '  '.repeat(depth);
  return [...Map.groupBy(fields, ({ steps: [first = ''] }) => first)].flatMap(([key, group]) => {
    const [leaf] = group;
    if (leaf !== undefined && leaf.steps.length === 1) return leafLines(leaf, key, indent);
    const inner = linesOf(
      group.map((field) => ({ ...field, steps: field.steps.slice(1) })),
      depth + 1,
    );
    // A mapping of which nothing is known yet would be null.
    return group.every(({ value }) => value === undefined) ? inner : [`${indent}${key}:`, ...inner];
  });
}

function leafLines({ value, what }: Placed, key: string, indent: string): readonly string[] {
  if (value === undefined) return [`${indent}# ${key}: …   ${what}`];
  const line = `${indent}${key}: ${onOneLine(value)}`;
  return what.endsWith('.') ? [`${indent}# ${what}`, line] : [line];
}
