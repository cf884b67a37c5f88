import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Flow, parseRecording, playFlow, type Script } from '@throughline/flow';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { FileError, FLOW_PARAMETERS, readFlow, readWith } from './files.js';

/** `flow diff OLD NEW --facts RECORDED.ndjson`: who would go elsewhere. */
export function diff(parameters: readonly string[], { stdout }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      ...FLOW_PARAMETERS,
      facts: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [oldFile, newFile, ...more] = positionals;
  if (oldFile === undefined || newFile === undefined || more.length > 0 || values.facts === undefined) {
    throw new UsageError('"flow diff" needs two files and --facts.');
  }
  const [before, after] = [oldFile, newFile].map((file) => readFlow(file, values));
  let count = 0;
  let moved = 0;
  for (const { line, script } of readRecordings(values.facts)) {
    count += 1;
    const [from, to] = [before, after].map((flow) => flow && targetOf(flow, script));
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    moved += 1;
    if (values.json) stdout.write(`${JSON.stringify({ line, from, to })}\n`);
    else stdout.write(`${values.facts}:${line} ${JSON.stringify(from)} → ${JSON.stringify(to)}\n`);
  }
  if (!values.json) stdout.write(`${moved} of ${count} would go elsewhere\n`);
  return moved === 0 ? EXIT.fine : EXIT.finding;
}

function targetOf(flow: Flow, script: Script) {
  return playFlow(flow, script).target;
}

function* readRecordings(file: string): Generator<{ readonly line: number; readonly script: Script }> {
  const lines = readWith(file, () => readFileSync(file, 'utf8')).split('\n');
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const line = index + 1;
    try {
      yield { line, script: readWith(file, () => parseRecording(text)) };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new FileError(error.reports.map((report) => ({ ...report, line, col: report.col ?? 1 })));
    }
  }
}
