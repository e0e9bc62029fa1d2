import { engineVersion } from '../../../stacks/engine/binary.ts';
import { storedState, type StoredState } from '../../../stacks/engine/stored-state.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { stateFolder } from '../engine/backend.ts';
import { engineEnvironment } from '../engine/run.ts';
import type { Io } from '../io.ts';
import { fail, pass, unknown, type Verdict } from './verdict.ts';

const engineSubject = { id: 'engine', title: 'Engine and Node' };
const stateSubject = { id: 'state', title: 'Where the state is kept' };
const secretsSubject = { id: 'secrets', title: 'What opens the secrets of the state' };

/** Whether this machine can carry plans out. */
export async function engineVerdict(io: Io): Promise<Verdict> {
  try {
    const version = await engineVersion(engineEnvironment(io));
    return pass(engineSubject, `pulumi ${version}, Node ${process.versions.node}.`);
  } catch (error) {
    if (error instanceof PlanewrightError) return fail(engineSubject, error.message, error.next);
    throw error;
  }
}

/** What the backend says, without making a folder, a stack or anything else. */
export async function stateAt(environment: string, backend: string, io: Io): Promise<StoredState> {
  const folder = stateFolder(backend, io.cwd);
  if (folder === undefined) return storedState({ environment, backend }, engineEnvironment(io));
  const missing = await io.readFolder(folder).then(
    () => false,
    () => true,
  );
  if (missing) return { kind: 'none' };
  return storedState({ environment, backend: `file://${folder}` }, engineEnvironment(io));
}

export function judgeState(backend: string, state: StoredState): Verdict {
  switch (state.kind) {
    case 'there':
      return pass(stateSubject, `${backend} has a state of this environment.`);
    case 'none':
      return pass(stateSubject, `${backend}, with no state of this environment yet.`);
    case 'noBackend':
      return fail(stateSubject, `${backend} is not there: ${state.why}`, makeBackend(backend));
    case 'unreadable':
      return unknown(
        stateSubject,
        `${backend} could not be read: ${state.why}`,
        'Check the credentials and the address.',
      );
  }
}

function makeBackend(backend: string): string {
  const [, scheme, rest = ''] = /^([a-z0-9]+):\/\/([^?]+)/.exec(backend) ?? [];
  const name = rest.split('/')[0] ?? '';
  switch (scheme) {
    case 's3':
      return `Make it, with versions: aws s3api create-bucket --bucket ${name}, then aws s3api put-bucket-versioning --bucket ${name} --versioning-configuration Status=Enabled`;
    case 'gs':
      return `Make it, with versions: gcloud storage buckets create gs://${name}, then gcloud storage buckets update gs://${name} --versioning`;
    case 'azblob':
      return `Make it: az storage container create --name ${name} --account-name ACCOUNT`;
    default:
      return 'Correct spec.state.backend.';
  }
}

/** Whether there is what opens the secrets. A passphrase is never read here, only whether one is given. */
export async function secretsVerdict(provider: string, io: Io): Promise<Verdict> {
  if (provider !== 'passphrase') {
    const why = `whether ${provider.replace(/\?.*$/, '')} may be used is found out by the engine`;
    return unknown(secretsSubject, why, 'planewright preview opens it, and makes nothing.');
  }
  const [text, file] = [io.env['PULUMI_CONFIG_PASSPHRASE'], io.env['PULUMI_CONFIG_PASSPHRASE_FILE']];
  if (text !== undefined) return pass(secretsSubject, 'PULUMI_CONFIG_PASSPHRASE is set.');
  const set = 'Set PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds the passphrase.';
  if (file === undefined) return fail(secretsSubject, 'No passphrase is given.', set);
  const readable = await io.readFile(file).then(
    () => true,
    () => false,
  );
  if (!readable) return fail(secretsSubject, `The file of the passphrase, ${file}, cannot be read.`, set);
  return pass(secretsSubject, `PULUMI_CONFIG_PASSPHRASE_FILE names ${file}.`);
}
