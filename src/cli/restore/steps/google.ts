import type { CloudCommands } from './cloud.ts';
import { quoted } from './step.ts';

/** Sources: gcloud CLI reference, `kms`, `secrets`, `storage`, `sql`. */
export function googleCommands(project: string): CloudCommands {
  return {
    key: (name) => [`gcloud kms keys describe ${quoted(name)} --format='value(primary.state)'`],
    secret: (name) => [`gcloud secrets versions list ${quoted(name)} --project ${project} --filter state=enabled`],
    read: (name, variable) =>
      `${variable}="$(gcloud secrets versions access latest --secret ${quoted(name)} --project ${project})"`,
    bucket: (name, moment, except) => [
      `gcloud storage ls --all-versions --json ${quoted(`gs://${name}/**`)} >versions.json`,
      `jq -r --arg to ${moment} ${quoted(back(except))} versions.json >back.tsv   # read it before you go on`,
      `while IFS="$(printf '\\t')" read -r deed key source; do if [ "$deed" = copy ]; then gcloud storage cp "$source" "gs://${name}/$key"; else gcloud storage rm "gs://${name}/$key"; fi; done <back.tsv`,
    ],
    database: (name, restored, moment) => [
      `gcloud sql instances clone ${quoted(name)} ${quoted(restored)} --project ${project} --point-in-time ${moment}`,
      `RESTORED_HOST="$(gcloud sql instances describe ${quoted(restored)} --project ${project} --format='value(ipAddresses[0].ipAddress)')"`,
    ],
  };
}

/** Of each object the generation of that moment, where it is not the live one; what was not there then is deleted. */
function back(except: string): string {
  return [
    'map(.metadata) | group_by(.name)[]',
    `| select(.[0].name | startswith("${except}/") | not)`,
    '| (map(select(.timeCreated[:19] <= $to[:19] and ((.timeDeleted // "9999")[:19] > $to[:19]))) | max_by(.generation | tonumber)) as $past',
    '| select($past == null or $past.timeDeleted != null)',
    '| if $past == null then select(any(.[]; .timeDeleted == null)) | ["delete", .[0].name, ""]',
    'else ["copy", .[0].name, "gs://\\($past.bucket)/\\($past.name)#\\($past.generation)"] end',
    '| @tsv',
  ].join(' ');
}
