import type { StateResource } from '../../../../stacks/engine/state.ts';
import type { CloudCommands } from './cloud.ts';
import { quoted } from './step.ts';

/** Sources: AWS CLI command reference, `kms`, `secretsmanager`, `s3api`, `rds`. */
export function awsCommands(region: string, instance: StateResource | undefined): CloudCommands {
  return {
    key: (name, where) => [
      `aws kms describe-key --region ${where === '' ? region : where} --key-id ${quoted(name)} --query KeyMetadata.KeyState`,
    ],
    secret: (name) => [
      `aws secretsmanager describe-secret --region ${region} --secret-id ${quoted(name)} --query VersionIdsToStages`,
    ],
    read: (name, variable) =>
      `${variable}="$(aws secretsmanager get-secret-value --region ${region} --secret-id ${quoted(name)} --query SecretString --output text)"`,
    bucket: (name, moment, except) => [
      `aws s3api list-object-versions --region ${region} --bucket ${name} --output json >versions.json`,
      `jq -r --arg to ${moment} ${quoted(back(except))} versions.json >back.tsv   # read it before you go on`,
      `while IFS="$(printf '\\t')" read -r deed key source; do if [ "$deed" = copy ]; then aws s3api copy-object --region ${region} --bucket ${name} --key "$key" --copy-source "${name}/$source"; else aws s3api delete-object --region ${region} --bucket ${name} --key "$key"; fi; done <back.tsv`,
    ],
    database: (name, restored, moment) => [
      [
        `aws rds restore-db-instance-to-point-in-time --region ${region}`,
        `--source-db-instance-identifier ${quoted(name)} --target-db-instance-identifier ${quoted(restored)}`,
        `--restore-time ${moment}`,
        ...placed(instance),
        '--no-publicly-accessible --copy-tags-to-snapshot',
      ].join(' '),
      `aws rds wait db-instance-available --region ${region} --db-instance-identifier ${quoted(restored)}`,
      `RESTORED_HOST="$(aws rds describe-db-instances --region ${region} --db-instance-identifier ${quoted(restored)} --query 'DBInstances[0].Endpoint.Address' --output text)"`,
    ],
  };
}

/** Of each key the version of that moment, where it is not the current one; a key that was not there then is deleted. */
function back(except: string): string {
  return [
    '[.Versions[]?, (.DeleteMarkers[]? + {gone: true})]',
    '| group_by(.Key)[]',
    `| select(.[0].Key | startswith("${except}/") | not)`,
    '| (map(select(.LastModified[:19] <= $to[:19])) | max_by(.LastModified)) as $past',
    '| select(($past.IsLatest // false) | not)',
    '| if ($past == null) or $past.gone then select(any(.[]; .IsLatest and (.gone | not))) | ["delete", .[0].Key, ""]',
    'else ["copy", .[0].Key, "\\(.[0].Key | @uri)?versionId=\\($past.VersionId)"] end',
    '| @tsv',
  ].join(' ');
}

function placed(instance: StateResource | undefined): readonly string[] {
  const { dbSubnetGroupName, parameterGroupName, instanceClass, vpcSecurityGroupIds } = {
    ...instance?.inputs,
    ...instance?.outputs,
  };
  const option = (flag: string, value: unknown): readonly string[] =>
    typeof value === 'string' && value !== '' ? [`${flag} ${quoted(value)}`] : [];
  const groups = Array.isArray(vpcSecurityGroupIds) ? vpcSecurityGroupIds.map(String) : [];
  return [
    ...option('--db-subnet-group-name', dbSubnetGroupName),
    ...option('--db-parameter-group-name', parameterGroupName),
    ...option('--db-instance-class', instanceClass),
    ...(groups.length > 0 ? [`--vpc-security-group-ids ${groups.map(quoted).join(' ')}`] : []),
  ];
}
