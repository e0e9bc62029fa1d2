/** Whether a change at `path` is one at `rule` or below it; `rule` may leave indexes out (`settings.tier`). */
export function isWithin(path: string, rule: string): boolean {
  const steps = path.split('.');
  const exact = rule.split('.');
  const plain = steps.filter((step) => !/^[0-9]+$/.test(step));
  const ruled = exact.filter((step) => !/^[0-9]+$/.test(step));
  return startsWith(steps, exact) || startsWith(plain, ruled);
}

function startsWith(steps: readonly string[], front: readonly string[]): boolean {
  return front.every((step, index) => steps[index] === step);
}
