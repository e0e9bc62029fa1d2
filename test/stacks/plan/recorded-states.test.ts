import { describe, expect, it } from 'vitest';
import { version } from '../../../src/cli/version.ts';
import { resolveEnvironment } from '../../../stacks/environment/resolve.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import { blastRadius, type BlastRadius } from '../../../stacks/plan/blast-radius.ts';
import { readState } from '../../../stacks/plan/state-file.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import { resourceTypeOf } from '../../../stacks/resource-types/index.ts';
import { readRecording, recordingNames, type Recording } from '../../engine/support/recording.ts';
import { realPlan } from '../support/plans.ts';

const holdsData = ({ type }: { readonly type: string }): boolean => resourceTypeOf(type)?.holdsData === true;

/** The programs of today, planned without an engine, against the state that each release left behind. */
describe.each(recordingNames())('the recorded state %s, planned without an engine', (name) => {
  const recording = readRecording(name);
  const environment = resolveEnvironment(recording.document);
  const stack = environment.metadata.name;
  const plans = new Map<string, Promise<Plan>>();
  const today = (): Promise<Plan> => {
    const planned = plans.get(stack) ?? realPlan(environment);
    plans.set(stack, planned);
    return planned;
  };
  const against = async (state: StackState = recording.state, change = (plan: Plan): Plan => plan) =>
    blastRadius(change(await today()), readState(name, JSON.stringify(state), stack));
  const blocked = ({ changes }: BlastRadius): readonly string[] =>
    changes.flatMap(({ blocked: reason, urn }) => (reason === undefined ? [] : [urn])).toSorted();
  const data = dataIn(recording);
  /** The plan with something else in everything that holds data. */
  const changed = (change: (resource: PlannedResource) => readonly PlannedResource[]) => (plan: Plan) => ({
    ...plan,
    resources: plan.resources.flatMap((one) => (holdsData(one) ? change(one) : [one])),
  });

  it('loses nothing that holds data', async () => {
    const found = await against();
    expect(found.changes.flatMap(({ blocked: reason }) => (reason === undefined ? [] : [reason]))).toEqual([]);
    const created = found.changes.filter((one) => one.change === 'create' && one.holds !== undefined);
    const gone = found.changes.filter((one) => one.change === 'delete' && one.holds !== undefined);
    expect([created.length, gone.length]).toEqual([recording.version === version ? 0 : created.length, 0]);
    if (recording.version === version)
      expect(found.changes.map(({ change, name: one }) => `${change} ${one}`)).toEqual([]);
  });

  it('would be seen to lose what is renamed without an alias', async () => {
    const renamed = changed((one) => [{ ...one, urn: `${one.urn}-moved`, name: `${one.name}-moved`, aliases: [] }]);
    expect(blocked(await against(recording.state, renamed))).toEqual(data);
  });

  it('is kept where what is renamed has an alias', async () => {
    const renamed = changed((one) => [{ ...one, urn: `${one.urn}-moved`, aliases: [one.urn] }]);
    expect(blocked(await against(recording.state, renamed))).toEqual([]);
  });

  it('would be seen to lose what is not in the program any more', async () => {
    expect(
      blocked(
        await against(
          recording.state,
          changed(() => []),
        ),
      ),
    ).toEqual(data);
  });

  it('would be seen to lose what is replaced because of an input', async () => {
    const replacing = changed((one) => {
      const forces = (resourceTypeOf(one.type)?.replacedBy ?? []).map((path) => path.split('.')[0] ?? path);
      const forcing = forces.find((key) => typeof one.inputs[key] === 'string') ?? forces[0] ?? '';
      return [{ ...one, ignoreChanges: [], inputs: { ...one.inputs, [forcing]: 'other' } }];
    });
    expect(blocked(await against(recording.state, replacing))).toEqual(data);
  });

  it('would be seen to lose its protection', async () => {
    expect(
      blocked(
        await against(
          recording.state,
          changed((one) => [{ ...one, protect: false }]),
        ),
      ),
    ).toEqual(data);
  });
});

function dataIn({ state }: Recording): readonly string[] {
  return (state.deployment.resources ?? [])
    .filter(holdsData)
    .map(({ urn }) => urn)
    .toSorted();
}
