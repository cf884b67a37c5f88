import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { graphOf, parseCounts, toMermaid, toSvg } from '@throughline/flow/drawing';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { FLOW_PARAMETERS, readFlow, readWith } from './files.js';

const FORMATS = { svg: toSvg, mermaid: toMermaid };

/** `flow graph FILE --format svg|mermaid`: a drawing of a flow. */
export function graph(parameters: readonly string[], { stdout }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      ...FLOW_PARAMETERS,
      format: { type: 'string', default: 'svg' },
      counts: { type: 'string' },
      output: { type: 'string' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('"flow graph" needs one file.');
  const [, draw] = Object.entries(FORMATS).find(([name]) => name === values.format) ?? [];
  if (!draw)
    throw new UsageError(`--format takes ${Object.keys(FORMATS).join(' or ')}, not "${values.format}".`);
  const flow = readFlow(file, values);
  const counts = values.counts === undefined ? undefined : readWith(values.counts, parseCounts);
  const drawing = draw(graphOf(flow, counts));
  if (values.output === undefined) stdout.write(drawing);
  else writeFileSync(values.output, drawing);
  return EXIT.fine;
}
