import { parseArgs } from 'node:util';
import {
  checkPage,
  directNeeds,
  formatPolicy,
  governing,
  type Merged,
  mergePolicy,
  type Needs,
  parsePolicy,
  relayNeeds,
  render,
  strictPolicy,
  TARGETS,
} from '@throughline/content-policy';
import { findRegion, REGIONS, type Region } from '@throughline/guest-api';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';
import { fetchPage, PageError } from './csp/fetch-page.js';

const HELP = `Usage: throughline csp --mode relay|direct [--region R] --for TARGET [--gateway URL] [--portal URL] [--merge POLICY]
       throughline csp --check URL [--mode M] [--region R] [--gateway URL] [--json]

Prints the Content-Security-Policy that a portal needs for the chat, and why; or reads the policy of a live page and says
what it would break.

  --mode MODE      relay: everything comes from the gateway (default); direct: Genesys's own Messenger in the page
  --region R       direct mode: a region of Genesys Cloud, such as eu-west-1, mypurecloud.ie or euw1
  --for TARGET     ${TARGETS.join(', ')}
  --gateway URL    where the gateway is; /support of the portal when not given
  --portal URL     a page of the portal; https://www.example.com when not given
  --merge POLICY   a policy that the portal has: just what is missing is added
  --no-report      without the address to which browsers report violations
  --check URL      a page to read; certificates and redirects are followed as a browser does
  --json           findings as a JSON list

Explanations go to standard error, the snippet alone to standard output.
Exit codes: 0 fine, 1 something breaks the chat or the page cannot be read, 2 wrong usage.
`;

const EXAMPLE_PORTAL = 'https://www.example.com/';

export const csp: Command = {
  help: HELP,
  async run(parameters, terminal) {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        mode: { type: 'string', default: 'relay' },
        region: { type: 'string' },
        for: { type: 'string' },
        gateway: { type: 'string' },
        portal: { type: 'string' },
        merge: { type: 'string' },
        'no-report': { type: 'boolean', default: false },
        check: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const region = readMode(values.mode, values.region);
    const page = readUrl(
      values.check ?? values.portal ?? EXAMPLE_PORTAL,
      values.check === undefined ? '--portal' : '--check',
    );
    const gateway =
      values.gateway === undefined ? new URL('/support', page) : readUrl(values.gateway, '--gateway');
    const needs = region ? directNeeds(region, gateway, page) : relayNeeds(gateway, page);
    if (values.check !== undefined) return check(page, needs, region, values.json, terminal);
    const target = TARGETS.find((each) => each === values.for);
    if (!target) throw new UsageError(`--for takes ${TARGETS.join(', ')}.`);
    const reportTo = values['no-report'] ? null : `${gateway.href.replace(/\/$/, '')}/v1/csp-reports`;
    const merged =
      values.merge === undefined
        ? strictPolicy(needs, page, reportTo)
        : mergePolicy(parsePolicy(values.merge).policy, needs, page);
    const reasons = explain(merged, needs, region);
    terminal.stdout.write(render(target, { policy: formatPolicy(merged.policy), reasons }));
    for (const reason of reasons) terminal.stderr.write(`${reason}\n`);
    if (values.merge !== undefined) warnOf(values.merge, merged, needs, page, terminal);
    return EXIT.fine;
  },
};

/** What was wrong with the portal's own policy, and still is. */
function warnOf(given: string, { policy }: Merged, needs: Needs, page: URL, { stderr }: Terminal): void {
  const delivered = (text: string) => ({ text, from: 'header', reportOnly: false }) as const;
  const inGiven = checkPage(
    { url: page, policies: [delivered(given)], scripts: [] },
    { ...needs, loads: [] },
  );
  const left = checkPage({ url: page, policies: [delivered(formatPolicy(policy))], scripts: [] }, needs);
  const blocked = left.filter(({ severity }) => severity === 'error');
  for (const { severity, rule, message, remedy } of [...inGiven, ...blocked]) {
    stderr.write(`${severity} ${rule}: ${message} ${remedy}\n`);
  }
}

async function check(
  page: URL,
  needs: Needs,
  region: Region | null,
  json: boolean,
  { stdout, stderr }: Terminal,
): Promise<ExitCode> {
  let findings: ReturnType<typeof checkPage>;
  try {
    findings = checkPage(await fetchPage(page), needs, region);
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    stderr.write(`${error.message}\n`);
    return EXIT.finding;
  }
  if (json) stdout.write(`${JSON.stringify(findings)}\n`);
  for (const { severity, rule, message, remedy } of json ? [] : findings) {
    stdout.write(`${severity} ${rule}: ${message} ${remedy}\n`);
  }
  if (!json && findings.length === 0)
    stdout.write('ok: the policy allows the chat, and nothing wider was found.\n');
  return findings.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.fine;
}

/** Null in relay mode. */
function readMode(mode: string, region: string | undefined): Region | null {
  if (mode === 'relay') {
    if (region !== undefined)
      throw new UsageError(
        '--region goes with --mode direct: in relay mode the browser talks to the gateway only.',
      );
    return null;
  }
  if (mode !== 'direct') throw new UsageError('--mode takes relay or direct.');
  const found = region === undefined ? null : (findRegion(region) ?? findByCode(region));
  if (found) return found;
  const known = REGIONS.map(({ awsRegion, domain }) => `${awsRegion} (${domain})`).join(', ');
  throw new UsageError(`--mode direct needs --region, one of: ${known}.`);
}

/** Short names of regions, as older guides use them: `usw2`, `euw1`. */
function findByCode(code: string): Region | null {
  return code === 'use1' ? findRegion('us-east-1') : findRegion(`prod-${code}`);
}

function readUrl(text: string, option: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new UsageError(`${option} takes a web address such as https://www.bank.example/.`);
}

/** One line for each thing that the chat needs, where the policy allows it, and what no policy can say. */
function explain({ policy, additions, notes }: Merged, { loads }: Needs, region: Region | null): string[] {
  const lines = loads.map((need) => {
    const added = additions.find((addition) => addition.need === need);
    const directive = added?.directive ?? governing(policy, need.kind)?.name ?? 'no directive';
    const source = added
      ? need.source
      : (governing(policy, need.kind)?.sources.join(' ') ?? 'everything is allowed');
    return `${directive} ${source}: ${need.what}; without it ${need.without}.`;
  });
  const direct =
    region === null
      ? []
      : [
          `Hosts of ${region.domain} by their names; Genesys's own page allows the whole domain. Try it as Content-Security-Policy-Report-Only first.`,
          'Trusted Types cannot be required: the Messenger is not known to work under them.',
        ];
  return [...lines, ...notes, ...direct];
}
