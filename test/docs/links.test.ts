import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, readProjectFile } from '../workshop/tree.ts';

const files = await projectFiles();
const pages = new Map<string, string>();
for (const file of files.filter((name) => name.endsWith('.md'))) pages.set(file, await readProjectFile(file));

const withoutCode = (text: string): string => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');

/** Targets of the links and images of a page, without those that lead out of the project. */
function localTargets(text: string): string[] {
  const targets = [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target));
}

/** Anchors as GitHub makes them from headings. */
function anchors(text: string): string[] {
  const headings = [...text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6}\s+(.+)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function exists(target: string): boolean {
  return files.some((file) => file === target || file.startsWith(`${target}/`));
}

describe('links between pages', () => {
  it.each([...pages])('of %s lead to files and headings that are there', (page, text) => {
    const broken = localTargets(text).filter((target) => {
      const [file = '', anchor] = target.split('#');
      const resolved = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file)).replace(/\/$/, '');
      if (!exists(resolved)) return true;
      return anchor !== undefined && !anchors(pages.get(resolved) ?? '').includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});
