import { parseArgs } from 'node:util';
import { examine, type StepReport, verifyOrganization } from '@throughline/genesys-cloud';
import { examineGateway, parseEnvironment, readConfiguration } from '@throughline/server';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';
import { writeEvidence } from './doctor/evidence.js';

const HELP = `Usage: throughline doctor [--config FILE] [--json]
       throughline doctor --verify-org [--output FILE] [--config FILE] [--json]

Checks the set-up with Genesys Cloud step by step: hosts, clock, deployment, domains, OAuth clients and their roles,
queues, flow, threading window, and sign-in through the gateway's provider. Each step says what was found, why it
matters, and how to fix it. Nothing is changed there, and no secret is printed. Where nothing of Genesys Cloud is
configured, what the gateway itself needs is checked: database and its schema, clock, Redis, keys, agents of each queue.

  --config FILE   the configuration; otherwise THROUGHLINE_CONFIG, otherwise throughline.yaml
  --json          output as JSON
  --verify-org    measures in this organization what Genesys does not document, and keeps the evidence
  --output FILE   where; genesys-evidence.json when not given. Only its owner may read it

The steps read with the OAuth client of genesys.platform.doctor. docs/genesys/doctor.md explains every step.
Exit codes: 0 nothing failed, 1 a step failed or the configuration cannot be used, 2 wrong usage.
`;

const MARKS: Readonly<Record<StepReport['status'], string>> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
  skipped: 'skipped',
};

export const doctor: Command = {
  help: HELP,
  async run(parameters, terminal) {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        'verify-org': { type: 'boolean', default: false },
        output: { type: 'string' },
      },
    });
    const { config, json, output } = values;
    const verify = values['verify-org'];
    if (output !== undefined && !verify) throw new UsageError('--output goes with --verify-org.');
    const environment = parseEnvironment({
      ...terminal.env,
      ...(config === undefined ? {} : { THROUGHLINE_CONFIG: config }),
    });
    const settings = readConfiguration(environment.configFile, environment).doctor();
    if (!settings && verify) return sayNothingToDo(terminal, json);
    if (settings && verify) {
      const evidence = await verifyOrganization(settings);
      return writeEvidence(evidence, output ?? 'genesys-evidence.json', terminal, json);
    }
    const steps = settings ? await examine(settings) : await examineGateway(environment);
    terminal.stdout.write(json ? `${JSON.stringify({ steps })}\n` : inWords(steps));
    return steps.some(({ status }) => status === 'failed') ? EXIT.finding : EXIT.fine;
  },
};

/** There is no organization to verify. */
function sayNothingToDo({ stdout }: Terminal, json: boolean): ExitCode {
  const found =
    'The configuration can be used. It names nothing of Genesys Cloud, so there is no organization to verify.';
  stdout.write(json ? `${JSON.stringify({ steps: [], found })}\n` : `${found}\n`);
  return EXIT.fine;
}

function inWords(steps: readonly StepReport[]): string {
  const lines = steps.flatMap(({ id, status, found, why, fix }) => [
    `${MARKS[status]}  ${id}: ${found}`,
    ...(status === 'ok' || status === 'skipped' ? [] : [`         why: ${why}`]),
    ...(fix === null ? [] : [`         fix: ${fix}`]),
  ]);
  const count = (status: StepReport['status']) => steps.filter((step) => step.status === status).length;
  const warnings = count('warning') === 1 ? '1 warning' : `${count('warning')} warnings`;
  return `${lines.join('\n')}\n\n${count('ok')} ok, ${warnings}, ${count('failed')} failed, ${count('skipped')} skipped\n`;
}
