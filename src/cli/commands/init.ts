import type { Command } from 'commander';
import type { Io } from '../io.ts';

export interface InitOptions {
  readonly force: boolean;
  readonly print: boolean;
  /** Answers, by the name of their option. */
  readonly [option: string]: string | boolean | undefined;
}

/** `planewright init`: writes a new environment file, from flags, or asking on a terminal what they leave open. */
export function addInitCommand(program: Command, io: Io): void {
  program
    .command('init')
    .summary('write a new environment file')
    .description(
      'Writes environments/NAME.yaml with comments that explain every choice. On a terminal it asks for what no option ' +
        'says; elsewhere it names the option that is missing.',
    )
    .argument('[name]', 'name of the environment: lower-case letters, digits and -, at most 18')
    .option('--mode <mode>', 'SelfHosted, BYOC or SaaS')
    .option('--cloud <cloud>', 'aws, google or azure')
    .option('--account <id>', 'AWS account')
    .option('--project <id>', 'Google Cloud project')
    .option('--project-number <number>', 'number of the project')
    .option('--tenant <id>', 'Azure tenant')
    .option('--subscription <id>', 'Azure subscription')
    .option('--region <region>', 'region, or location on Azure')
    .option('--organization <name>', 'organization, as the vendor shows it')
    .option('--hostname <host>', 'host by which the plane is reached')
    .option('--certificate-vault <id>', 'Azure: Key Vault with the certificate of that host')
    .option('--certificate-name <name>', 'Azure: name of the certificate there')
    .option('--profile <profile>', 'sandbox, production, production-ha or high-ingest; default: production')
    .option('--plane-version <version>', 'version of the plane; default: the newest that is known')
    .option('--external-id <uuid>', 'BYOC on AWS: UUID that the vendor presents; default: a new one')
    .option('--bridge-service-account <account>', "BYOC on Google Cloud: the vendor's deployer")
    .option('--support-group <group>', "BYOC on Google Cloud: the vendor's support")
    .option('--create-state-bucket', 'make a bucket for the state in the account, or set up again one that is ours')
    .option(
      '--state-backend <url>',
      'where the state is kept: file://, s3://, gs://, azblob://, https://api.pulumi.com',
    )
    .option(
      '--secrets-provider <url>',
      'what encrypts secrets in it: passphrase, awskms://, gcpkms://, azurekeyvault://',
    )
    .option('--print', 'print the file and write nothing', false)
    .option('--force', 'replace a file that is there', false)
    .addHelpText(
      'after',
      `
Examples:
  planewright init                          asks
  planewright init production --mode SelfHosted --cloud aws --account 123456789012 --region us-east-1 \\
    --organization Acme --hostname braintrust.example.com
  planewright init production --create-state-bucket
  planewright init acme --mode SaaS --organization Acme --print
`,
    )
    .action(async (name: string | undefined, options: InitOptions) => {
      const { initEnvironment } = await import('../init.ts');
      await initEnvironment(name, options, io);
    });
}
