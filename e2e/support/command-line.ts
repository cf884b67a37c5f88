import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const THROUGHLINE = fileURLToPath(new URL('../../packages/cli/bin/throughline.js', import.meta.url));

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command of `throughline` with these settings and no others. */
export function throughline(
  environment: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<CommandResult> {
  return run(environment, process.execPath, [THROUGHLINE, ...words]);
}

const AS_NOBODY = ['-U', '--map-user=65534'];

/** Whether this machine lets a process take the name of another user in a namespace of its own, unshare(1). */
export const CAN_BE_NOBODY = spawnSync('unshare', [...AS_NOBODY, 'true']).status === 0;

/** The same as another user of the operating system: `nobody`. */
export function throughlineAsNobody(
  environment: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<CommandResult> {
  return run(environment, 'unshare', [...AS_NOBODY, process.execPath, THROUGHLINE, ...words]);
}

function run(
  environment: Readonly<Record<string, string>>,
  program: string,
  words: readonly string[],
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', ...environment };
    execFile(program, words, { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
