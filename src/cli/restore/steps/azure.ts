import type { CloudCommands } from './cloud.ts';
import { quoted } from './step.ts';

/** Sources: Azure CLI reference, `keyvault`, `storage blob`, `postgres flexible-server`. */
export function azureCommands(vaultUri: string): CloudCommands {
  const secretId = (name: string): string => (name.startsWith('https:') ? name : `${vaultUri}secrets/${name}`);
  const vaultOf = (id: string): string => new URL(id).hostname.split('.')[0] ?? '';
  const nameOf = (id: string): string => id.split('/').at(-1) ?? id;
  return {
    key: (name) => [
      `az keyvault key show --vault-name ${name.split('/vaults/')[1]?.split('/')[0] ?? ''} --name ${nameOf(name)} --query attributes.enabled`,
    ],
    secret: (name) => [
      `az keyvault secret list-versions --vault-name ${vaultOf(secretId(name))} --name ${nameOf(name)} --query '[].attributes'`,
    ],
    read: (name, variable) =>
      `${variable}="$(az keyvault secret show --id ${quoted(secretId(name))} --query value --output tsv)"`,
    bucket: (name, moment, except) => {
      const account = name.split('/storageAccounts/')[1]?.split('/')[0] ?? '';
      const blobs = `--account-name ${account} --container-name ${nameOf(name)} --auth-mode login`;
      return [
        `az storage blob list ${blobs} --include v --num-results '*' --output json >versions.json`,
        `jq -r --arg to ${moment} ${quoted(back(except))} versions.json >back.tsv   # read it before you go on`,
        `while IFS="$(printf '\\t')" read -r deed key version; do if [ "$deed" = copy ]; then az storage blob copy start --account-name ${account} --auth-mode login --destination-container ${nameOf(name)} --destination-blob "$key" --source-uri "https://${account}.blob.core.windows.net/${nameOf(name)}/$key?versionId=$version"; else az storage blob delete ${blobs} --name "$key"; fi; done <back.tsv`,
      ];
    },
    bucketNote:
      'Versions of Azure do not say when a blob was deleted: one that was gone before that moment comes back too. No row points to it.',
    database: (name, restored, moment) => [
      `az postgres flexible-server restore --source-server ${quoted(name)} --resource-group ${name.split('/')[4] ?? ''} --name ${quoted(restored)} --restore-time ${moment}`,
      `RESTORED_HOST="$(az postgres flexible-server show --resource-group ${name.split('/')[4] ?? ''} --name ${quoted(restored)} --query fullyQualifiedDomainName --output tsv)"`,
    ],
  };
}

/** Of each blob the version of that moment, where it is not the current one; what was not there then is deleted. */
function back(except: string): string {
  return [
    'group_by(.name)[]',
    `| select(.[0].name | startswith("${except}/") | not)`,
    '| (map(select(.versionId[:19] <= $to[:19])) | max_by(.versionId)) as $past',
    '| select(($past.isCurrentVersion // false) | not)',
    '| if $past == null then select(any(.[]; .isCurrentVersion)) | ["delete", .[0].name, ""] else ["copy", .[0].name, $past.versionId] end',
    '| @tsv',
  ].join(' ');
}
