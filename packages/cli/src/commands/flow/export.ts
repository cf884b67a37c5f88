import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { toArchitect, toObeyingFlow } from '@throughline/genesys-cloud';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { FLOW_PARAMETERS, readFlow } from './files.js';

/**
 * `flow export FILE --to architect`: a flow in the language of another product, and what that cannot say; with
 * `--authority gateway`, the thin flow there that obeys this one.
 */
export function exportFlow(parameters: readonly string[], { stdout, stderr }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      ...FLOW_PARAMETERS,
      to: { type: 'string' },
      authority: { type: 'string', default: 'architect' },
      output: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0 || values.to !== 'architect') {
    throw new UsageError('"flow export" needs one file and --to architect.');
  }
  if (values.authority !== 'architect' && values.authority !== 'gateway') {
    throw new UsageError('--authority is "architect" or "gateway".');
  }
  const flow = readFlow(file, values);
  const { yaml, gaps } =
    values.authority === 'architect' ? toArchitect(flow) : { yaml: toObeyingFlow(flow), gaps: [] };
  const written = values.json ? `${JSON.stringify({ yaml, gaps })}\n` : yaml;
  if (values.output === undefined) stdout.write(written);
  else writeFileSync(values.output, written);
  for (const { step, kind, part, instead } of gaps) {
    stderr.write(`${step} (${kind}${part === null ? '' : `, ${part}`}): ${instead}\n`);
  }
  return EXIT.fine;
}
