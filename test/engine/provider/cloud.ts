import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isPlainObject } from '../../../src/runtime/canonical-json.ts';
import { computedOutputs } from '../../../stacks/plan/computed.ts';
import { resourceTypeOf } from '../../../stacks/resource-types/index.ts';
import { isNamed, type ResourceType } from '../../../stacks/resource-types/resource-type.ts';
import { complaintOfNone, importFormOf } from './import-forms.ts';
import { lifelike } from './lifelike.ts';
import { madeUp } from './made-up.ts';
import { idempotent, refusesSecond } from './seconds.ts';

/** An object of the stand-in cloud. */
export interface CloudObject {
  readonly type: string;
  readonly id: string;
  /** Physical name; the id for types that have none. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** One line of the log that tests judge by. No input is in it, so that a secret in it would be a leak. */
export interface Call {
  readonly method: string;
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly pid: number;
}

/** What goes wrong with the next calls of a kind; read again before each call, so that a running process can be told. */
export interface Fault {
  readonly method: 'create' | 'update' | 'delete' | 'read' | 'invoke';
  /** Type token (of a function: its token) or physical name; every object if left out. */
  readonly of?: string;
  /**
   * `refuse`: the cloud says no. `die-after`: it does what is asked, and the provider dies before it can say so.
   * `hang-after`, `hang-before`: it says nothing any more, so that a test can kill the engine at that moment. `wait`: it
   * does it once {@link StandInCloud.release} is called. `behind`, `stale`: a list lacks what is new, or has what is gone.
   */
  readonly what: 'refuse' | 'die-after' | 'die-before' | 'hang-after' | 'hang-before' | 'wait' | 'behind' | 'stale';
  readonly message?: string;
}

/** A folder that stands in for a cloud; several processes share it. */
export class StandInCloud {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(path.join(folder, 'objects'), { recursive: true });
  }

  objects(): readonly CloudObject[] {
    return readdirSync(path.join(this.#folder, 'objects'))
      .toSorted()
      .map((file) => JSON.parse(readFileSync(path.join(this.#folder, 'objects', file), 'utf8')) as CloudObject);
  }

  calls(): readonly Call[] {
    const file = path.join(this.#folder, 'calls.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Call);
  }

  log(call: Omit<Call, 'pid'>): void {
    appendFileSync(path.join(this.#folder, 'calls.jsonl'), `${JSON.stringify({ ...call, pid: process.pid })}\n`);
  }

  /** Takes the first fault that fits, if there is one; it happens once. */
  takeFault(method: Fault['method'], type: string, name: string): Fault | undefined {
    const file = path.join(this.#folder, 'faults.json');
    if (!existsSync(file)) return undefined;
    const faults = JSON.parse(readFileSync(file, 'utf8')) as readonly Fault[];
    const index = faults.findIndex((fault) => {
      return fault.method === method && (fault.of === undefined || fault.of === type || fault.of === name);
    });
    if (index === -1) return undefined;
    writeFileSync(file, JSON.stringify(faults.toSpliced(index, 1)));
    return faults[index];
  }

  plan(faults: readonly Fault[]): void {
    writeFileSync(path.join(this.#folder, 'faults.json'), JSON.stringify(faults));
  }

  /** Says that a call hangs from now on. */
  hang(): Promise<never> {
    this.log({ method: 'hang', type: '', name: '' });
    return new Promise(() => undefined);
  }

  /** Says that a call waits, and waits for {@link release}. */
  async waits(): Promise<void> {
    this.log({ method: 'hang', type: '', name: '' });
    while (!existsSync(path.join(this.#folder, 'released'))) await pause(50);
  }

  /** Lets go on what waits. */
  release(): void {
    writeFileSync(path.join(this.#folder, 'released'), '');
  }

  /** @throws Error in the words of a cloud, if an object of that type and name is there. */
  create(type: string, fallbackName: string, inputs: Readonly<Record<string, unknown>>): CloudObject {
    const row = rowOf(type);
    const name = nameIn(row, inputs);
    const alone = isNamed(row) && row.name.unique !== 'parent';
    if (name !== undefined && alone && this.find(type, name) !== undefined) {
      throw new Error(`AlreadyExists: ${type} ${name} already exists`);
    }
    const first = this.#first(type, inputs);
    if (first !== undefined && idempotent.includes(type)) return first;
    if (first !== undefined) throw new Error(`AlreadyExists: ${type} like ${first.id} already exists`);
    const unique = byChance(6, `${type} ${fallbackName}`);
    const { id, outputs } = computedOutputs(row, { concern: '', name: fallbackName, inputs }, place());
    const own = madeUp[type];
    const real = own?.id(unique) ?? (madeReal(id, unique) as string);
    // A name that is unique within its parent only is part of an id that holds the parent too.
    if (isNamed(row) && this.read(type, real) !== undefined)
      throw new Error(`AlreadyExists: ${type} ${real} already exists`);
    const secret = (row.secretOutputs ?? []).map((key) => [
      key,
      `canary-${byChance(12, `${type} ${fallbackName} ${key}`)}`,
    ]);
    const known = madeReal(outputs, unique) as CloudObject['outputs'];
    const object = {
      type,
      id: real,
      name: name ?? real,
      inputs,
      outputs: {
        ...known,
        ...ofMadeUp(row, own, real),
        ...lifelike(type, name ?? real, unique, place()),
        ...(Object.fromEntries(secret) as CloudObject['outputs']),
      },
    };
    if (!isMadeByChance(type)) this.#write(object);
    return object;
  }

  /** The object that keeps a second one from being made. */
  #first(type: string, inputs: CloudObject['inputs']): CloudObject | undefined {
    const same = idempotent.includes(type) ? Object.keys(inputs) : refusesSecond[type];
    if (same === undefined) return undefined;
    const text = (of: CloudObject['inputs']): string => JSON.stringify(same.map((key) => of[key] ?? null));
    return this.objects().find((object) => object.type === type && text(object.inputs) === text(inputs));
  }

  find(type: string, name: string): CloudObject | undefined {
    return this.objects().find((object) => object.type === type && object.name === name);
  }

  read(type: string, id: string): CloudObject | undefined {
    const file = this.#fileOf({ type, id });
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CloudObject) : undefined;
  }

  /**
   * As a provider reads what it knows nothing else of: by what it is imported by, and of another region by the region too.
   * @throws Error in the provider's words, where it fails over what is not there.
   */
  imported(type: string, wanted: string): CloudObject | undefined {
    const [, id = wanted] = /^(.+)@[a-z]+-[a-z]+-[0-9]$/.exec(wanted) ?? [];
    const found = this.objects().find((object) => object.type === type && (importFormOf(object) ?? object.id) === id);
    const complaint = found === undefined ? complaintOfNone(type) : undefined;
    if (complaint !== undefined) throw new Error(complaint);
    return found;
  }

  /** What was there once. */
  deleted(): readonly CloudObject[] {
    const file = path.join(this.#folder, 'deleted.jsonl');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as CloudObject);
  }

  update(type: string, id: string, inputs: Readonly<Record<string, unknown>>): CloudObject {
    const before = this.read(type, id);
    if (before === undefined) throw new Error(`NotFound: ${type} ${id} does not exist`);
    const object = { ...before, inputs };
    this.#write(object);
    return object;
  }

  delete(type: string, id: string): void {
    const object = this.read(type, id);
    if (object === undefined) return;
    appendFileSync(path.join(this.#folder, 'deleted.jsonl'), `${JSON.stringify(object)}\n`);
    rmSync(this.#fileOf(object));
  }

  /** Changes an object behind the engine's back. */
  meddle(type: string, name: string, change: (object: CloudObject) => CloudObject): void {
    const object = this.find(type, name);
    if (object === undefined) throw new Error(`there is no ${type} ${name} to meddle with`);
    this.#write(change(object));
  }

  /** Puts an object there that an earlier run is to have made. */
  put(object: CloudObject): void {
    this.#write(object);
  }

  #write(object: CloudObject): void {
    writeFileSync(this.#fileOf(object), JSON.stringify(object));
  }

  #fileOf({ type, id }: Pick<CloudObject, 'type' | 'id'>): string {
    const digest = createHash('sha256').update(`${type} ${id}`).digest('hex');
    return path.join(this.#folder, 'objects', `${digest}.json`);
  }
}

/** The ARN of an object whose id is made up, and its id once more where a type has it as an output too. */
function ofMadeUp(row: ResourceType, own: (typeof madeUp)[string] | undefined, id: string): CloudObject['outputs'] {
  if (own === undefined) return {};
  const values = { arn: own.arn(id, ''), keyId: id, allocationId: id };
  return Object.fromEntries(Object.entries(values).filter(([key]) => typeof row.computed[key] === 'object'));
}

/** Of what is made by chance nothing is in a cloud: the provider reads back what the state says. */
export function isMadeByChance(type: string): boolean {
  return type.startsWith('random:');
}

/** @throws Error that names a type which the table lacks. */
export function rowOf(type: string): ResourceType {
  const row = resourceTypeOf(type);
  if (row === undefined) throw new Error(`the table of resource types has no ${type}`);
  return row;
}

export function nameIn(row: ResourceType, inputs: Readonly<Record<string, unknown>>): string | undefined {
  if (!isNamed(row)) return undefined;
  const name = inputs[row.name.property];
  return typeof name === 'string' ? name : undefined;
}

/** Hex digits that nobody can foresee; of what is recorded, always the same ones for the same object. */
function byChance(bytes: number, of: string): string {
  if (process.env['STAND_IN_FORESEEABLE'] === undefined) return randomBytes(bytes).toString('hex');
  return createHash('sha256')
    .update(of)
    .digest('hex')
    .slice(0, 2 * bytes);
}

/** Ids hold the account, and a look-up by name goes by the id that it would have in the environment's own. */
const place = () => ({
  account: process.env['STAND_IN_ACCOUNT'] ?? '123456789012',
  region: process.env['STAND_IN_REGION'] ?? 'stand-in-1',
});

/** What an offline plan marks as unknown, as a cloud would say it: something of its own each time. */
function madeReal(value: unknown, unique: string): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/<([^<>]+)>/g, (_, mark: string) => `${mark.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${unique}`);
  }
  if (Array.isArray(value)) return value.map((item) => madeReal(item, unique));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, madeReal(inner, unique)]));
}
