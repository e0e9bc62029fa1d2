import type { SecretSource } from '../../../api/secret-source.ts';
import type { CloudCommands } from './cloud.ts';
import type { Step } from './step.ts';
import type { ToRestore } from './steps.ts';

/**
 * The database, beside the old one and then in its place. A cloud restores into a new instance; its content is copied into
 * the one that stack, alarms and secrets know, so that neither names nor state change. A database that was brought is taken
 * by the file instead: there the host is a field.
 */
export function databaseSteps(wanted: ToRestore, commands: CloudCommands): readonly Step[] {
  const { items, moment, environment } = wanted;
  const name = items.find(({ kind }) => kind === 'database')?.name ?? '';
  const { postgres } = environment.spec;
  const shortName = name.split('/').at(-1)?.split('.')[0] ?? name;
  const restored = `${shortName}-${moment.replaceAll(/\D/g, '').slice(4, 12)}`;
  const beside: Step = {
    title: `Restore the database to ${moment}, beside the old one`,
    notes: [
      'Both run until the end, and cost. The old one is the way back: delete neither before the proof.',
      ...(postgres.type === 'Existing' ? ['It was brought: whoever made it may have to do this.'] : []),
    ],
    commands: commands.database(postgres.type === 'Existing' ? shortName : name, restored, moment),
  };
  return [beside, postgres.type === 'Existing' ? taken(wanted) : copied(wanted, commands)];
}

function taken({ nameOrPath, environment }: ToRestore): Step {
  const { postgres } = environment.spec;
  const secret = postgres.type === 'Existing' ? postgres.urlSecret : '';
  return {
    title: 'Let the environment name the restored database',
    notes: [
      `Put the whole URL with the new host into the secret ${secret}, and the host into spec.postgres.host.`,
      'The operator rolls the plane once the secret has changed.',
    ],
    commands: [`planewright validate ${nameOrPath}`],
  };
}

function copied({ outputs }: ToRestore, { read }: CloudCommands): Step {
  return {
    title: 'Copy it into the place of the old one',
    notes: [
      'So names, state and secrets stay as they are. From a machine inside the network, with the tools of the same major version of PostgreSQL.',
      'The restored one has the users and passwords of its moment: RESTORED_URL is PG_URL with the other host.',
    ],
    commands: [
      ...urlInto(outputs.secrets.postgresUrl, read),
      `RESTORED_URL="$(printf %s "$PG_URL" | sed "s#@[^:/]*#@$RESTORED_HOST#")"`,
      'pg_dump --format=directory --jobs=8 --file=restored "$RESTORED_URL"',
      'pg_restore --clean --if-exists --exit-on-error --single-transaction --dbname="$PG_URL" restored',
    ],
  };
}

function urlInto(source: SecretSource, read: CloudCommands['read']): readonly string[] {
  if ('value' in source) return [read(source.value.secret, 'PG_URL')];
  const [part] = Object.values(source.parts);
  const parts = part === undefined ? [] : [read(part.secret, 'LOGIN')];
  const filled = source.template.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => `$(printf %s "$LOGIN" | jq -r '.${source.parts[name]?.field ?? name} | @uri')`,
  );
  return [...parts, `PG_URL="${filled}"`];
}
