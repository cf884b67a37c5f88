import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/**
 * The log of a node: one JSON object a line, on standard error. Logs carry ids, codes and sizes, never what a
 * customer wrote: errors are reduced to what cannot quote data (see {@link describeError}).
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    },
    destination,
  );
}

/**
 * Name, code and stack frames of an error and its causes. The message is left out, because messages of databases and
 * parsers quote the value they stumbled over.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    frames: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
