import { readFileSync } from 'node:fs';
import {
  type Flow,
  FlowError,
  type FlowPlace,
  mergeResources,
  type ParseFlowOptions,
  parseFlow,
  parseResources,
  type Resources,
} from '@throughline/flow';
import { UsageError } from '../../command.js';

/** One line of output about one place in a file. */
export interface Report extends FlowPlace {
  readonly file: string;
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly message: string;
}

export function describe({ file, line = 1, col = 1, severity, rule, path, message }: Report): string {
  return `${file}:${line}:${col} ${severity} ${rule} ${path === '' ? '' : `${path}: `}${message}`;
}

/** A file that cannot be used, with a report for each of its mistakes. */
export class FileError extends Error {
  override readonly name = 'FileError';

  constructor(readonly reports: readonly Report[]) {
    super(reports.map(describe).join('\n'));
  }
}

/** Reads a file and makes something of it. @throws FileError */
export function readWith<T>(file: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(toReports(error, file));
  }
}

function toReports(error: unknown, file: string): readonly Report[] {
  if (error instanceof FlowError) {
    return error.all.map(({ code, message, place }) => {
      return { file, severity: 'error', rule: code, message, ...place };
    });
  }
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const message = `the file cannot be read (${code})`;
  return [{ file, severity: 'error', rule: 'unreadable', message, path: '' }];
}

/** What exists around the flows, from all files together. @throws FileError */
export function readResources(files: readonly string[] = []): Resources {
  return mergeResources(files.map((file) => readWith(file, parseResources)));
}

/** Parameters of every command that reads a flow. */
export const FLOW_PARAMETERS = {
  with: { type: 'string', multiple: true },
  'default-queue': { type: 'string' },
} as const;

interface FlowParameters {
  readonly with?: readonly string[] | undefined;
  readonly 'default-queue'?: string | undefined;
}

/** @throws FileError */
export function readFlow(
  file: string,
  { with: resources, 'default-queue': defaultQueue }: FlowParameters,
): Flow {
  const options = parseOptions(readResources(resources), defaultQueue);
  return readWith(file, (text) => parseFlow(text, options));
}

export function parseOptions(
  { schedules, flows }: Resources,
  defaultQueue: string | undefined,
): ParseFlowOptions {
  return { schedules, flows, ...(defaultQueue === undefined ? {} : { defaultQueue }) };
}

/** @throws UsageError */
export function readTime(text: string | undefined): Date {
  const at = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(at.getTime())) {
    throw new UsageError(`--at takes a time such as 2026-11-25T10:00:00+01:00, not "${text}".`);
  }
  return at;
}
