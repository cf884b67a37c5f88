import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MOST_CUSTOMERS, rehearseGenesysDown, renderDrillReport } from '@throughline/server/drill';
import { type Command, EXIT, UsageError } from '../command.js';

const HELP = `Usage: throughline drill genesys-down [--customers N] [--seconds N] [--out DIR]

Rehearses an outage of Genesys Cloud: starts a gateway and a Genesys-compatible door of its own, on loopback and in
memory, has customers and an agent talk, cuts the line between the two, and mends it. Reads no configuration and
touches nothing that runs. Prints the report as Markdown.

  --customers N  how many talk before, and how many come during the outage; 10 when not set, at most ${MOST_CUSTOMERS}
  --seconds N    how long nothing reaches the door; 20 when not set
  --out DIR      also writes genesys-down.md and genesys-down.json there

Exit codes: 0 as promised, 1 something was not, 2 wrong usage.
`;

export const drill: Command = {
  help: HELP,
  async run([which, ...parameters], { stdout, stderr }) {
    if (which !== 'genesys-down') throw new UsageError('Say "drill genesys-down".');
    const { values } = parseArgs({
      args: parameters,
      options: {
        customers: { type: 'string', default: '10' },
        seconds: { type: 'string', default: '20' },
        out: { type: 'string' },
      },
    });
    const report = await rehearseGenesysDown({
      customers: readWhole('--customers', values.customers, MOST_CUSTOMERS),
      outageSeconds: readWhole('--seconds', values.seconds, 3_600),
      logLevel: 'silent',
      onStep: (step) => stderr.write(`${step}\n`),
    });
    const page = renderDrillReport(report);
    stdout.write(page);
    if (values.out !== undefined) {
      await mkdir(values.out, { recursive: true });
      await writeFile(join(values.out, 'genesys-down.md'), page);
      await writeFile(join(values.out, 'genesys-down.json'), `${JSON.stringify(report, null, 2)}\n`);
    }
    return report.problems.length === 0 ? EXIT.fine : EXIT.finding;
  },
};

function readWhole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`${name} is a whole number from 1 to ${most}.`);
}
