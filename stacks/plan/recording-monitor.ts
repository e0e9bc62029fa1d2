import type * as resource from '@pulumi/pulumi/proto/resource_pb.js';
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks.js';
import resources from '@pulumi/pulumi/proto/resource_pb.js';
import type { Plan, PlannedResource } from '../planned.ts';
import { resourceTypeOf } from '../resource-types/index.ts';
import type { Place } from '../place.ts';
import { computedOutputs, physicalNameOf } from './computed.ts';
import type { Failures } from './failure.ts';
import { structOf } from './pulumi-internals.ts';
import { asSecret, opened, withoutSecrets } from './secrets-on-the-wire.ts';

const aliasSpecs: number = resources.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS;

type Answer<T> = (error: Error | null, response: T | undefined) => void;

/**
 * Plays the engine for one run of a program: answers each registration with what the cloud will compute, as far as that
 * is known, and keeps what was asked for. Refuses what the real engine would refuse: a type that the table lacks, two
 * resources of one type and name.
 */
export class RecordingMonitor extends MockMonitor {
  readonly planned: PlannedResource[] = [];
  outputs: Plan['outputs'] = {};
  readonly #place: Place;
  readonly #stack: string;
  readonly #qualifiedTypes = new Map<string, string>();
  readonly #concerns = new Map<string, string>();

  readonly #failures: Failures;

  constructor(place: Place, stack: string, failures: Failures) {
    super({
      newResource: () => {
        throw new Error('registrations are answered by the monitor itself');
      },
      call: ({ token }) => {
        // The SDK loses the message of an error on this way unless it stands in `details`.
        const message = `the program calls ${token}; an offline plan knows no answers of a cloud. Take it from the environment`;
        const error = Object.assign(new Error(message), { details: message });
        failures.add(error);
        throw error;
      },
    });
    this.#place = place;
    this.#stack = stack;
    this.#failures = failures;
  }

  /**
   * What an engine of today can do, without alias specs: the SDK then works out itself under which URNs a resource was
   * known, the children of a renamed component included.
   */
  override getDeploymentInfo(request: object, answer: Answer<{ getSupportedfeaturesList(): number[] }>): void {
    super.getDeploymentInfo(request, (error: Error | null, info?: { getSupportedfeaturesList(): number[] }) => {
      const features = info?.getSupportedfeaturesList() ?? [];
      const kept = features.filter((feature) => feature !== aliasSpecs);
      answer(error, { getSupportedfeaturesList: () => kept });
    });
  }

  override registerResource(
    request: resource.RegisterResourceRequest,
    answer: Answer<resource.RegisterResourceResponse>,
  ): Promise<void> {
    try {
      answer(null, this.#register(request));
    } catch (error) {
      const concern = this.#concerns.get(request.getParent());
      this.#failures.add(error, { ...(concern !== undefined && { concern }), resource: request.getName() });
      const message = error instanceof Error ? error.message : String(error);
      answer(Object.assign(new Error(message), { details: message }), undefined);
    }
    return Promise.resolve();
  }

  /** The stack's outputs come this way, with secrets marked; what the program returns has lost the marks. */
  override registerResourceOutputs(request: resource.RegisterResourceOutputsRequest, answer: Answer<object>): void {
    const type = this.#qualifiedTypes.get(request.getUrn());
    if (type !== undefined && isStack(type)) {
      this.outputs = withoutSecrets(request.getOutputs()?.toJavaScript() ?? {}) as Plan['outputs'];
    }
    answer(null, {});
  }

  #register(request: resource.RegisterResourceRequest): resource.RegisterResourceResponse {
    const type = request.getType();
    const name = request.getName();
    const parent = request.getParent();
    const urn = this.#urn(parent, type, name);
    if (this.#qualifiedTypes.has(urn))
      throw new Error(`two resources are called ${name} (${type}); give one another name`);
    const parentType = this.#qualifiedTypes.get(parent);
    this.#qualifiedTypes.set(urn, parentType === undefined || isStack(parentType) ? type : `${parentType}$${type}`);
    const raw = (request.getObject()?.toJavaScript() ?? {}) as Readonly<Record<string, unknown>>;
    const response = new resources.RegisterResourceResponse();
    response.setUrn(urn);
    if (!request.getCustom()) {
      if (!isStack(type)) this.#concerns.set(urn, this.#concerns.get(parent) ?? name);
      this.resources.set(urn, { urn, id: null, state: raw });
      return response;
    }
    const concern = this.#concerns.get(parent) ?? '';
    const { id, state } = type.startsWith('pulumi:providers:')
      ? { id: `${name}-provider`, state: raw }
      : this.#answerOf(type, concern, name, raw);
    this.resources.set(urn, { urn, id, state });
    response.setId(id);
    response.setObject(structOf(state));
    const row = resourceTypeOf(type);
    const inputs = withoutSecrets(raw) as PlannedResource['inputs'];
    const physicalName = row && physicalNameOf(row, inputs);
    const provider = request.getProvider().split('::').slice(0, -1).join('::');
    this.planned.push({
      urn,
      type,
      name,
      ...(physicalName !== undefined && { physicalName }),
      ...(parent !== '' && { parent }),
      concern,
      inputs,
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      dependencies: request.getDependenciesList().toSorted(),
      aliases: request.getAliasurnsList(),
      ignoreChanges: request.getIgnorechangesList(),
      ...(provider !== '' && { provider }),
    });
    return response;
  }

  #answerOf(type: string, concern: string, name: string, raw: Readonly<Record<string, unknown>>) {
    const row = resourceTypeOf(type);
    if (row === undefined) {
      throw new Error(
        `${name} is of type ${type}, which stacks/resource-types does not list; add a row with its source`,
      );
    }
    const inputs = opened(raw) as Readonly<Record<string, unknown>>;
    const { id, outputs } = computedOutputs(row, { concern, name, inputs }, this.#place);
    const secret = Object.fromEntries(
      (row.secretOutputs ?? []).filter((key) => key in outputs).map((key) => [key, asSecret(outputs[key])]),
    );
    return { id, state: { ...raw, ...outputs, ...secret } };
  }

  #urn(parent: string, type: string, name: string): string {
    const parentType = this.#qualifiedTypes.get(parent);
    const qualified = parentType === undefined || isStack(parentType) ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.#stack}::planewright::${qualified}::${name}`;
  }
}

function isStack(type: string): boolean {
  return type === 'pulumi:pulumi:Stack';
}
