import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Flow, lintFlow, parseFlow } from '@throughline/flow';
import { exportSetup, HOME_DIVISION, toArchitect, toObeyingFlow } from '@throughline/genesys-cloud';
import { findRegion } from '@throughline/guest-api';
import { type GatewaySettings, readSettings } from '@throughline/server';
import { type Command, EXIT, UsageError } from '../command.js';
import { FileError, parseOptions, readResources, readWith } from './flow/files.js';

const HELP = `Usage: throughline genesys export [--config FILE] [--out DIR] [--check]

Writes the set-up of an organization of Genesys Cloud, from the configuration and its flow: Terraform for the provider
genesyscloud, the message flow as Architect YAML, and a README with what to fill in. Nothing in it is secret.

  --config FILE   the configuration; throughline.yaml when not given
  --out DIR       the folder; genesys when not given
  --check         writes nothing and says which files of the folder are not up to date

Exit codes: 0 fine, 1 a file cannot be used or is not up to date, 2 wrong usage.
`;

export const genesys: Command = {
  help: HELP,
  async run([action, ...parameters], { stdout, stderr }) {
    if (action !== 'export') throw new UsageError('Say "genesys export".');
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        config: { type: 'string', default: 'throughline.yaml' },
        out: { type: 'string', default: 'genesys' },
        check: { type: 'boolean', default: false },
      },
    });
    try {
      const files = Object.entries(readSetup(values.config));
      const stale = files.filter(([name, text]) => !isWritten(join(values.out, name), text));
      if (values.check) {
        for (const [name] of stale) stderr.write(`${join(values.out, name)} is not up to date\n`);
        return stale.length === 0 ? EXIT.fine : EXIT.finding;
      }
      mkdirSync(values.out, { recursive: true });
      for (const [name, text] of files) writeFileSync(join(values.out, name), text);
      stdout.write(`${files.map(([name]) => join(values.out, name)).join('\n')}\n`);
      return EXIT.fine;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      stderr.write(`${error.message}\n`);
      return EXIT.finding;
    }
  },
};

function isWritten(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}

function readSetup(config: string): Readonly<Record<string, string>> {
  const settings = readSettings(config);
  const { genesys: contactCenter, publicUrl, basePath, origins, queues, files } = settings;
  if (!contactCenter) throw new UsageError(`${config} has no "genesys": there is nothing to set up.`);
  const resources = readResources(settings.flow.resources.map((file) => resolve(dirname(config), file)));
  const flow = readFlow(config, settings, resources);
  const known = queues.map(({ id }) => id);
  checkQueues(flow, resolve(dirname(config), settings.flow.file), known);
  const isObeying = contactCenter.routing.authority === 'gateway';
  const options = { division: `{{${HOME_DIVISION}}}` };
  const { yaml, gaps } = isObeying
    ? { yaml: toObeyingFlow(flow, options), gaps: [] }
    : toArchitect(flow, options);
  const steps = [...flow.steps.values()].flatMap((step) => (step.kind === 'queue' ? [step] : []));
  const gateway = new URL(publicUrl).origin;
  return exportSetup(
    {
      region: findRegion(contactCenter.region ?? '')?.awsRegion ?? null,
      authority: contactCenter.routing.authority,
      gatewayUrl: `${gateway}${basePath}`,
      origins: [contactCenter.origin ?? gateway, gateway, ...origins],
      autoStart: contactCenter.autoStart,
      deployments: 1 + contactCenter.moreDeploymentIds.length,
      isDirect: contactCenter.direct,
      files: files ? { types: files.types, maxBytes: files.maxMegabytes * 1_000_000 } : null,
      issuer: contactCenter.signIn ? `${gateway}${basePath}/oidc` : null,
      externalSource: contactCenter.platform?.externalSource?.name ?? null,
      queues: sorted(known),
      skills: sorted([...(resources.skills ?? []), ...steps.flatMap(({ skills }) => skills)]),
      schedules: [...resources.schedules.values()],
    },
    { yaml, gaps: gaps.map(({ step, instead }) => `Step "${step}" of the flow: ${instead}`) },
  );
}

function readFlow(
  config: string,
  { flow: { file } }: GatewaySettings,
  resources: ReturnType<typeof readResources>,
) {
  const options = parseOptions(resources, undefined);
  return readWith(resolve(dirname(config), file), (text) => parseFlow(text, options));
}

/** @throws FileError with a report for each step that names a queue which the configuration does not have */
function checkQueues(flow: Flow, file: string, queues: readonly string[]): void {
  const unknown = lintFlow(flow, { queues }).filter(({ rule }) => rule === 'unknown-queue');
  if (unknown.length > 0) throw new FileError(unknown.map((finding) => ({ ...finding, file })));
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
