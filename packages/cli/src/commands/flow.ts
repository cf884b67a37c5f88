import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FlowError, type FlowFacts, type FlowPlace, lintSource, parseFlow, runFlow } from '@throughline/flow';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';

const HELP = `Usage: throughline flow lint FILE… [--queue ID]… [--json]
       throughline flow run FILE --facts FACTS.json [--at ISO]

lint  says what is wrong with flows, one "file:line:col severity rule message" a line
run   writes where one customer would go: {"target": {"kind", "queue", …}, "path": […], "reasons": […], "version"}

  --queue ID           a queue that exists; with at least one, targets that name another are found
  --default-queue ID   where customers go whom the flow does not claim, for flows without a default of their own
  --facts FILE         facts of the customer as JSON: {"user": {"tier": "PREMIUM"}, "webchat": {…}, "session": {…}}
  --at ISO             when the customer comes, as in 2026-11-25T10:00:00+01:00; now when not given
  --json               findings as a JSON list

Exit codes: 0 fine, 1 an error was found or a file cannot be used, 2 wrong usage.
`;

export const flow: Command = {
  help: HELP,
  async run([action, ...parameters], terminal) {
    const { values, positionals: files } = parseArgs({
      args: parameters,
      allowPositionals: true,
      options: {
        queue: { type: 'string', multiple: true },
        'default-queue': { type: 'string' },
        facts: { type: 'string' },
        at: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const { queue: queues, 'default-queue': defaultQueue, facts, at, json } = values;
    const options = defaultQueue === undefined ? {} : { defaultQueue };
    if (action === 'lint' && files.length > 0) return lint(files, { options, queues, json }, terminal);
    const [file] = files;
    if (action === 'run' && file !== undefined && files.length === 1 && facts !== undefined) {
      return run(file, facts, readTime(at), options, terminal);
    }
    throw new UsageError(
      action === 'lint' || action === 'run'
        ? `"flow ${action}" needs ${action === 'lint' ? 'at least one file' : 'one file and --facts'}.`
        : 'Say "flow lint" or "flow run".',
    );
  },
};

interface Options {
  readonly defaultQueue?: string;
}

interface Report extends FlowPlace {
  readonly file: string;
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly message: string;
}

function lint(
  files: readonly string[],
  { options, queues, json }: { options: Options; queues: string[] | undefined; json: boolean },
  { stdout }: Terminal,
): ExitCode {
  const reports = files.flatMap((file) => lintFile(file, options, queues));
  if (json) stdout.write(`${JSON.stringify(reports)}\n`);
  else for (const report of reports) stdout.write(`${describe(report)}\n`);
  return reports.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.fine;
}

function lintFile(file: string, options: Options, queues: readonly string[] | undefined): Report[] {
  try {
    const findings = lintSource(readFileSync(file, 'utf8'), options, queues ? { queues } : {});
    return findings.map((finding) => ({ file, ...finding }));
  } catch (error) {
    return toReports(error, file);
  }
}

/** A flow that cannot be loaded is a finding for each of its mistakes. */
function toReports(error: unknown, file: string): Report[] {
  if (error instanceof FlowError) {
    return error.all.map(({ code, message, place }) => ({
      file,
      severity: 'error',
      rule: code,
      message,
      ...place,
    }));
  }
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const message = `the file cannot be read (${code})`;
  return [{ file, severity: 'error', rule: 'unreadable', message, path: '' }];
}

function describe({ file, line = 1, col = 1, severity, rule, path, message }: Report): string {
  return `${file}:${line}:${col} ${severity} ${rule} ${path === '' ? '' : `${path}: `}${message}`;
}

function run(
  file: string,
  factsFile: string,
  at: Date,
  options: Options,
  { stdout, stderr }: Terminal,
): ExitCode {
  try {
    const facts = readFacts(factsFile);
    const result = runFlow(parseFlow(readFileSync(file, 'utf8'), options), facts, { at });
    stdout.write(`${JSON.stringify(result)}\n`);
    return EXIT.fine;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    for (const report of toReports(error, file)) stderr.write(`${describe(report)}\n`);
    return EXIT.finding;
  }
}

function readTime(text: string | undefined): Date {
  const at = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new UsageError(`--at takes a time such as 2026-11-25T10:00:00+01:00, not "${text}".`);
  return at;
}

function readFacts(file: string): FlowFacts {
  try {
    const facts: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof facts === 'object' && facts !== null) return facts as FlowFacts;
  } catch {
    // Told below: what was expected matters more than how it failed.
  }
  throw new UsageError(`${file} must be a readable file with a JSON object of facts.`);
}
