import { type OperatorAccess, openOperatorAccess, parseEnvironment } from '@throughline/server';
import type { ExitCode, Terminal } from '../command.js';

/** Does the work with the store that the environment names. */
export async function withAccess(
  { env }: Terminal,
  work: (access: OperatorAccess) => Promise<ExitCode>,
): Promise<ExitCode> {
  const access = await openOperatorAccess(parseEnvironment(env));
  try {
    return await work(access);
  } finally {
    await access.close();
  }
}
