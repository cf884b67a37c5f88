import type { Readable, Writable } from 'node:stream';

/** What a command may use of the process, so that tests can stand in for it. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `fine` 0, `finding` 1 (also a failure), `usage` 2. */
export const EXIT = { fine: 0, finding: 1, usage: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One command of `throughline`, in a file of its own. */
export interface Command {
  /** Printed for `--help`: usage, options, exit codes. */
  readonly help: string;
  /**
   * @param parameters What stands after the command's name.
   * @throws UsageError for wrong usage; what else is thrown counts as a failure, and its message is printed
   */
  run(parameters: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** The command was called wrongly. The message says what is expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
