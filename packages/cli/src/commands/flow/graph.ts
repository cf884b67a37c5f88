import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseFlow } from '@throughline/flow';
import { graphOf, parseCounts, toMermaid, toSvg } from '@throughline/flow/drawing';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { parseOptions, readResources, readWith } from './files.js';

const FORMATS = { svg: toSvg, mermaid: toMermaid };

/** `flow graph FILE --format svg|mermaid`: a drawing of a flow. */
export function graph(parameters: readonly string[], { stdout }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      with: { type: 'string', multiple: true },
      'default-queue': { type: 'string' },
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
  const options = parseOptions(readResources(values.with), values['default-queue']);
  const flow = readWith(file, (text) => parseFlow(text, options));
  const counts = values.counts === undefined ? undefined : readWith(values.counts, parseCounts);
  const drawing = draw(graphOf(flow, counts));
  if (values.output === undefined) stdout.write(drawing);
  else writeFileSync(values.output, drawing);
  return EXIT.fine;
}
