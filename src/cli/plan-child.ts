/** The script in which a plan is made, in a process of its own: source beside source, and build beside build. */
export const planChild = import.meta.url.endsWith('.ts')
  ? new URL('../../stacks/plan/child.ts', import.meta.url)
  : new URL('plan-child.js', import.meta.url);
