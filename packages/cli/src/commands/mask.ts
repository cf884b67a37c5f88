import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { mask as maskText } from '@throughline/masking';
import { type Command, EXIT } from '../command.js';

const HELP = `Usage: throughline mask [--json]

Reads lines from standard input and writes them with card numbers, secrets and other personal data hidden.

  --json   one JSON object a line: {"text": the masked line, "entities": [{"start", "end", "type", "score"}]};
           places are UTF-16 code units of the line as it was read

A line that cannot be looked at is withheld and ends the command; nothing is passed on unmasked.
Exit codes: 0 everything was looked at, 1 a line could not be, 2 wrong usage.
`;

export const mask: Command = {
  help: HELP,
  async run(parameters, { stdin, stdout }) {
    const { values } = parseArgs({ args: [...parameters], options: { json: { type: 'boolean' } } });
    for await (const line of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      const { text, entities } = maskText(line);
      stdout.write(`${values.json ? JSON.stringify({ text, entities }) : text}\n`);
    }
    return EXIT.fine;
  },
};
