import { parseArgs } from 'node:util';
import { type FlowWorld, lintSource, type ParseFlowOptions } from '@throughline/flow';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import {
  describe,
  FileError,
  FLOW_PARAMETERS,
  parseOptions,
  type Report,
  readResources,
  readWith,
} from './files.js';

/** `flow lint FILE…`: what is wrong with flows, and with the resources that they are checked against. */
export function lint(parameters: readonly string[], { stdout }: Terminal): ExitCode {
  const { values, positionals: files } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      ...FLOW_PARAMETERS,
      queue: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
    },
  });
  if (files.length === 0 && !values.with) throw new UsageError('"flow lint" needs at least one file.');
  const reports = collect(() => {
    const resources = readResources(values.with);
    const queues = [...(resources.queues ?? []), ...(values.queue ?? [])];
    const world: FlowWorld = queues.length > 0 ? { ...resources, queues } : resources;
    const options = parseOptions(resources, values['default-queue']);
    return files.flatMap((file) => lintFile(file, options, world));
  });
  if (values.json) stdout.write(`${JSON.stringify(reports)}\n`);
  else for (const report of reports) stdout.write(`${describe(report)}\n`);
  return reports.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.fine;
}

function lintFile(file: string, options: ParseFlowOptions, world: FlowWorld): readonly Report[] {
  return collect(() =>
    readWith(file, (text) => lintSource(text, options, world)).map((finding) => ({ file, ...finding })),
  );
}

/** A file that cannot be used is a finding, too. */
function collect(read: () => readonly Report[]): readonly Report[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileError) return error.reports;
    throw error;
  }
}
