import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  DEFAULT_POLICY,
  DESTINATIONS,
  type Destination,
  lintPolicy,
  type MaskingPolicy,
  type MaskOptions,
  mask as maskText,
  PRESET_NAMES,
  parsePolicy,
  presetPolicy,
} from '@throughline/masking';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';

const HELP = `Usage: throughline mask [--policy P] [--for DESTINATION] [--role ROLE] [--token-key-file FILE] [--json]
       throughline mask lint FILE… [--json]

Reads lines from standard input and writes them with card numbers, secrets and other personal data hidden.
lint says what is wrong with policies, one "file:line:col severity rule message" a line.

  --policy P             a preset (${PRESET_NAMES.join(', ')}) or a file; "default" when not given
  --for DESTINATION      ${DESTINATIONS.join(', ')}; "agent" when not given
  --role ROLE            the reader's role, where the policy makes a difference
  --token-key-file FILE  the key of policies that replace values by tokens: its bytes as they are, 16 or more
  --json                 one JSON object a line: {"text": the masked line, "entities": [{"start", "end", "type", "score"}]};
                         places are UTF-16 code units of the line as it was read; with lint, the findings as a list

A line that cannot be looked at is withheld and ends the command; nothing is passed on unmasked.
Exit codes: 0 everything was looked at, 1 a line could not be or a policy has an error, 2 wrong usage.
`;

export const mask: Command = {
  help: HELP,
  async run(parameters, terminal) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        policy: { type: 'string' },
        for: { type: 'string' },
        role: { type: 'string' },
        'token-key-file': { type: 'string' },
      },
    });
    const [action, ...files] = positionals;
    if (action === 'lint' && files.length > 0) return lint(files, values.json, terminal);
    if (action !== undefined)
      throw new UsageError('Say "mask" and pass lines on standard input, or "mask lint FILE".');
    const policy = readPolicy(values.policy);
    const options: MaskOptions = {
      destination: readDestination(values.for),
      ...(values.role === undefined ? {} : { role: values.role }),
      ...(values['token-key-file'] === undefined ? {} : { tokenKey: readFileSync(values['token-key-file']) }),
    };
    const { stdin, stdout } = terminal;
    for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      const { text, entities } = maskText(line, policy, options);
      stdout.write(`${values.json ? JSON.stringify({ text, entities }) : text}\n`);
    }
    return EXIT.fine;
  },
};

function readPolicy(name: string | undefined): MaskingPolicy {
  if (name === undefined) return DEFAULT_POLICY;
  const preset = PRESET_NAMES.find((each) => each === name);
  return preset === undefined ? parsePolicy(readFileSync(name, 'utf8')) : presetPolicy(preset);
}

function readDestination(name: string | undefined): Destination {
  const destination = DESTINATIONS.find((each) => each === (name ?? 'agent'));
  if (destination === undefined) throw new UsageError(`--for takes ${DESTINATIONS.join(', ')}.`);
  return destination;
}

function lint(files: readonly string[], json: boolean, { stdout }: Terminal): ExitCode {
  const reports = files.flatMap((file) =>
    lintPolicy(readFileSync(file, 'utf8')).map(({ position, ...finding }) => ({
      file,
      line: position?.line ?? 1,
      col: position?.column ?? 1,
      ...finding,
    })),
  );
  if (json) stdout.write(`${JSON.stringify(reports)}\n`);
  for (const { file, line, col, severity, rule, path, message } of json ? [] : reports) {
    stdout.write(`${file}:${line}:${col} ${severity} ${rule} ${path === '' ? '' : `${path}: `}${message}\n`);
  }
  return reports.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.fine;
}
