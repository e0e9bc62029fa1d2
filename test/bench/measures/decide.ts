import { aiProvider } from '../../../src/api/kinds/ai-provider.ts';
import type { AIProvider } from '../../../src/api/index.ts';
import { present } from '../../../src/braintrust/observation.ts';
import { decide as decideOnPlane } from '../../../src/dataplane/rollout/decide.ts';
import { decide as decideOnProvider } from '../../../src/organization/ai-provider/decide.ts';
import { digest } from '../../../src/organization/digest.ts';
import { running } from '../../dataplane/support/running.ts';
import { mixedFleet } from '../fleet.ts';
import { line, type Line } from '../measure.ts';

const budgetMs = 1_000;
const atLeast = 5_000;

/** Decisions a second of processor time (others may be at work on the machine), both where nothing is to be done, as nearly always, and where something is. */
export function measureDecide(): readonly Line[] {
  return [...onProviders(), ...onPlanes()];
}

function onProviders(): readonly Line[] {
  const provider = declaredProvider();
  const { name, type, metadata = {} } = provider.spec;
  const wire = { models: [...(metadata.models ?? [])] };
  const id = 'b0000000-0000-4000-8000-000000000009';
  const at = '2026-01-01T00:00:00.000Z';
  const stored = { id, name, type, metadata: wire, preview: 'sk-***', secretUpdatedAt: at, created: at };
  const row = { ...stored, secretUpdatedBy: undefined };
  const remote = {
    id,
    preview: row.preview,
    secretUpdatedAt: at,
    secretHash: 'hash',
    metadataHash: digest([type, wire]),
  };
  const accepted: AIProvider = { ...provider, status: { remote } };
  const seen = { secret: { state: 'present', hash: 'hash' }, place: { state: 'organization' }, copies: [] } as const;
  const rotated = { ...row, preview: 'sk-!!!' };
  return [
    rate('AIProvider, as declared', false, () => {
      return decideOnProvider(accepted, { ...seen, remote: present(row) }, 0).changes.length;
    }),
    rate('AIProvider, rotated by someone else', true, () => {
      return decideOnProvider(accepted, { ...seen, remote: present(rotated) }, 0).changes.length;
    }),
  ];
}

function onPlanes(): readonly Line[] {
  const still = running();
  const upgraded = running();
  upgraded.declare({ version: '2.9.0' });
  const decisionOn = (world: typeof still): (() => number) => {
    const [desired, observed, now] = [world.desired(), world.observed(), world.now];
    return () => decideOnPlane(desired, observed, now).changes.length;
  };
  return [
    rate('DataPlane, as declared', false, decisionOn(still)),
    rate('DataPlane, an upgrade begins', true, decisionOn(upgraded)),
  ];
}

/** @param changes whether the decision is one on changes: that what is measured is what is said. */
function rate(what: string, changes: boolean, decision: () => number): Line {
  if (decision() > 0 !== changes) throw new Error(`${what}: the measured decision is another one`);
  let count = 0;
  const before = process.cpuUsage();
  for (const since = performance.now(); performance.now() - since < budgetMs; count += 100) {
    for (let batch = 0; batch < 100; batch += 1) decision();
  }
  const { user, system } = process.cpuUsage(before);
  return line(`decide ${what}`, (count / (user + system)) * 1e6, { unit: '/s', atLeast });
}

/** As the API server gives it: with defaults. */
function declaredProvider(): AIProvider {
  const object = mixedFleet(4).find(({ type }) => type.kind === 'AIProvider')?.object as AIProvider | undefined;
  if (object === undefined) throw new Error('a fleet has provider keys');
  return { ...object, spec: aiProvider.spec.parse(object.spec) };
}
