import { execFile } from 'node:child_process';
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
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', ...environment };
    execFile(process.execPath, [THROUGHLINE, ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
