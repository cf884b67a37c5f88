import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type FlowFacts, runFlow } from '@throughline/flow';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { FLOW_PARAMETERS, readFlow, readTime } from './files.js';

/** `flow run FILE --facts FACTS.json`: where one customer would go. */
export function run(parameters: readonly string[], { stdout }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      ...FLOW_PARAMETERS,
      facts: { type: 'string' },
      at: { type: 'string' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.facts === undefined) {
    throw new UsageError('"flow run" needs one file and --facts.');
  }
  const at = readTime(values.at);
  const facts = readFacts(values.facts);
  const flow = readFlow(file, values);
  stdout.write(`${JSON.stringify(runFlow(flow, facts, { at }))}\n`);
  return EXIT.fine;
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
