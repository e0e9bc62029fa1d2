import type * as grpc from '@grpc/grpc-js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import structs from 'google-protobuf/google/protobuf/struct_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { asSecret, opened } from '../../../stacks/plan/secrets-on-the-wire.ts';
import { isNamed } from '../../../stacks/resource-types/resource-type.ts';
import { isMadeByChance, nameIn, rowOf, type StandInCloud } from './cloud.ts';
import { listed } from './lists.ts';
import { withFaults } from './with-faults.ts';
import { differingPaths } from '../../../stacks/engine/differing-paths.ts';
import { isWithin } from './is-within.ts';

type Properties = Readonly<Record<string, unknown>>;
type Handler<Request, Response> = (request: Request) => Response | Promise<Response>;

/** Stands for what is not known yet. Source: `@pulumi/pulumi/runtime/rpc.js`. */
const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/**
 * The provider's side of the engine's protocol, as far as the engine uses it: as strict as a cloud where that matters (a
 * name must be given, and is taken only once), and as a provider that knows no more than the table of resource types.
 */
export function standInProvider(cloud: StandInCloud, version: string): grpc.UntypedServiceImplementation {
  return handlers({
    getPluginInfo: () => {
      const info = new plugins.PluginInfo();
      info.setVersion(version);
      return info;
    },
    checkConfig: (request: InstanceType<typeof messages.CheckRequest>) => checked(request.getNews()),
    diffConfig: (request: InstanceType<typeof messages.DiffRequest>) => {
      const paths = differingPaths(properties(request.getOldInputs()), properties(request.getNews()));
      return diffOf(paths, () => false);
    },
    configure: (request: InstanceType<typeof messages.ConfigureRequest>) => {
      refuseOtherAccount(properties(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptresources(true);
      response.setAcceptoutputs(false);
      response.setSupportspreview(true);
      return response;
    },
    invoke: (request: InstanceType<typeof messages.InvokeRequest>) => {
      const response = new messages.InvokeResponse();
      response.setReturn(structOf(listed(cloud, request.getTok(), properties(request.getArgs()))));
      return response;
    },
    check: (request: InstanceType<typeof messages.CheckRequest>) => {
      const row = rowOf(typeOf(request.getUrn()));
      const inputs = properties(request.getNews());
      const response = checked(request.getNews());
      if (isNamed(row) && inputs[row.name.property] === undefined) {
        const failure = new messages.CheckFailure();
        failure.setProperty(row.name.property);
        failure.setReason('has no name; names are ours, so that the object can be found again');
        response.setFailuresList([failure]);
      }
      return response;
    },
    diff: (request: InstanceType<typeof messages.DiffRequest>) => {
      const row = rowOf(typeOf(request.getUrn()));
      const ignored = request.getIgnorechangesList();
      const before = opened(properties(request.getOldInputs()));
      const paths = differingPaths(before, opened(properties(request.getNews()))).filter(
        (path) => !ignored.some((rule) => isWithin(path, rule)),
      );
      return diffOf(paths, (path) => row.replacedBy.some((rule) => isWithin(path, rule)));
    },
    create: async (request: InstanceType<typeof messages.CreateRequest>) => {
      const type = typeOf(request.getUrn());
      const row = rowOf(type);
      const inputs = properties(request.getProperties());
      const response = new messages.CreateResponse();
      if (request.getPreview()) {
        const outputs = Object.fromEntries(Object.keys(row.computed).map((key) => [topOf(key), unknown]));
        response.setProperties(structOf({ ...inputs, ...outputs }));
        return response;
      }
      const clear = opened(inputs) as Properties;
      const name = nameIn(row, clear) ?? logicalNameOf(request.getUrn());
      const object = await withFaults(cloud, { method: 'create', type, name }, () =>
        cloud.create(type, logicalNameOf(request.getUrn()), clear),
      );
      response.setId(object.id);
      response.setProperties(structOf({ ...inputs, ...marked(object.outputs, row.secretOutputs) }));
      return response;
    },
    read: (request: InstanceType<typeof messages.ReadRequest>) => {
      const type = typeOf(request.getUrn());
      const row = rowOf(type);
      if (isMadeByChance(type)) {
        const same = new messages.ReadResponse();
        same.setId(request.getId());
        same.setInputs(request.getInputs());
        same.setProperties(request.getProperties());
        return same;
      }
      const fault = cloud.takeFault('read', type, request.getId());
      if (fault?.what === 'refuse') throw new Error(fault.message ?? `AccessDenied: may not read ${type}`);
      const isKnown = Object.keys(properties(request.getProperties())).length > 0;
      const object = isKnown ? cloud.read(type, request.getId()) : cloud.imported(type, request.getId());
      cloud.log({ method: 'read', type, name: object?.name ?? request.getId(), id: request.getId() });
      const response = new messages.ReadResponse();
      if (object === undefined) return response;
      const inputs = rewrapped(object.inputs, properties(request.getInputs())) as Properties;
      response.setId(object.id);
      response.setInputs(structOf(inputs));
      response.setProperties(structOf({ ...inputs, ...marked(object.outputs, row.secretOutputs) }));
      return response;
    },
    update: async (request: InstanceType<typeof messages.UpdateRequest>) => {
      const type = typeOf(request.getUrn());
      const row = rowOf(type);
      const inputs = properties(request.getNews());
      const olds = properties(request.getOlds());
      const outputs = Object.fromEntries(Object.keys(row.computed).map((key) => [topOf(key), olds[topOf(key)]]));
      const response = new messages.UpdateResponse();
      if (!request.getPreview()) {
        const name = nameIn(row, opened(inputs) as Properties) ?? request.getId();
        await withFaults(cloud, { method: 'update', type, name, id: request.getId() }, () =>
          cloud.update(type, request.getId(), opened(inputs) as Properties),
        );
      }
      response.setProperties(structOf({ ...inputs, ...outputs }));
      return response;
    },
    delete: async (request: InstanceType<typeof messages.DeleteRequest>) => {
      const type = typeOf(request.getUrn());
      const name = cloud.read(type, request.getId())?.name ?? request.getId();
      await withFaults(cloud, { method: 'delete', type, name, id: request.getId() }, () => {
        const inputs = cloud.read(type, request.getId())?.inputs;
        if (isGuarded(inputs)) {
          throw new Error(`InvalidParameterCombination: cannot delete ${type} ${name}, it is protected from deletion`);
        }
        if (inputs?.['deletionPolicy'] !== 'ABANDON') cloud.delete(type, request.getId());
      });
      return new empty.Empty();
    },
    cancel: () => new empty.Empty(),
  });
}

/** Whether a cloud refuses to delete it: all of them call it so, at the top or among settings. */
function isGuarded(inputs: unknown): boolean {
  if (!isPlainObject(inputs)) return false;
  return Object.entries(inputs).some(([key, value]) => {
    return (/^(enable)?deletionProtection(Enabled)?$/i.test(key) && value === true) || isGuarded(value);
  });
}

function handlers(methods: Readonly<Record<string, Handler<never, unknown>>>): grpc.UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (call: { readonly request: unknown }, answer: (error: object | null, response?: unknown) => void): void => {
        Promise.resolve()
          .then(() => method(call.request as never))
          .then(
            (response) => answer(null, response),
            (error: unknown) => answer({ code: 2, details: error instanceof Error ? error.message : String(error) }),
          );
      },
    ]),
  );
}

/** As the provider of AWS does, in its words: it looks whose credentials it was given. */
function refuseOtherAccount({ allowedAccountIds }: Properties): void {
  const signedIn = process.env['STAND_IN_SIGNED_IN'];
  if (signedIn === undefined || typeof allowedAccountIds !== 'string' || allowedAccountIds.includes(signedIn)) return;
  throw new Error(`AWS account ID not allowed: ${signedIn}`);
}

function checked(news: structs.Struct | undefined) {
  const response = new messages.CheckResponse();
  response.setInputs(news);
  return response;
}

function diffOf(paths: readonly string[], replaces: (path: string) => boolean) {
  const response = new messages.DiffResponse();
  response.setChanges(
    paths.length === 0 ? messages.DiffResponse.DiffChanges.DIFF_NONE : messages.DiffResponse.DiffChanges.DIFF_SOME,
  );
  response.setDiffsList([...new Set(paths.map(topOf))]);
  response.setReplacesList([...new Set(paths.filter(replaces).map(topOf))]);
  response.setHasdetaileddiff(true);
  for (const path of paths) {
    const detail = new messages.PropertyDiff();
    const { UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
    detail.setKind(replaces(path) ? UPDATE_REPLACE : UPDATE);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path.replaceAll(/\.([0-9]+)/g, '[$1]'), detail);
  }
  return response;
}

function topOf(path: string): string {
  return path.split('.')[0] ?? path;
}

function properties(struct: structs.Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

function structOf(value: Properties): structs.Struct {
  return structs.Struct.fromJavaScript(value as Parameters<typeof structs.Struct.fromJavaScript>[0]);
}

function marked(outputs: Properties, secret: readonly string[] = []): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, secret.includes(key) ? asSecret(value) : value]),
  );
}

/** What came wrapped as a secret goes back wrapped, at every depth: the engine compares, and keeps it as ciphertext. */
function rewrapped(value: unknown, like: unknown): unknown {
  if (isWrapped(like)) return asSecret(value);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => rewrapped(item, Array.isArray(like) ? like[index] : undefined));
  }
  if (!isPlainObject(value)) return value;
  const before = isPlainObject(like) ? like : {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrapped(inner, before[key])]));
}

function isWrapped(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(asSecret('')).every((key) => key in value);
}

/** `aws:s3/bucket:Bucket` of `urn:pulumi:prod::planewright::planewright:aws:storage$aws:s3/bucket:Bucket::storage-a`. */
function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}

function logicalNameOf(urn: string): string {
  return urn.split('::').slice(3).join('::');
}
