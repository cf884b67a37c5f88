import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { type OperatorAccess, openOperatorAccess, parseEnvironment } from '@throughline/server';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';

/** Customers at a time: a running node goes on serving in between. */
const PAGE = 100;

type Change = (actions: OperatorAccess['actions'], page: Page) => Promise<Progress>;
type Page = Parameters<OperatorAccess['actions']['keysRewrap']>[0];
type Progress = Awaited<ReturnType<OperatorAccess['actions']['keysRewrap']>>;

/** `keys rewrap` and `keys renew`: what customers' data is sealed under. */
export async function customerKeys(
  action: 'rewrap' | 'renew',
  parameters: readonly string[],
  { env, stdout }: Terminal,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: { all: { type: 'boolean', default: false } },
    allowPositionals: action === 'renew',
  });
  const change = action === 'rewrap' ? rewrap(values.all) : renew(positionals, values.all);
  const access = await openOperatorAccess(parseEnvironment(env));
  try {
    const operator = userInfo().username;
    let changed = 0;
    let after: string | null = null;
    do {
      const progress: Progress = await change(access.actions, { after, limit: PAGE, operator });
      changed += progress.changed;
      after = progress.after;
    } while (after !== null);
    stdout.write(
      `${changed} data ${changed === 1 ? 'key' : 'keys'} ${action === 'rewrap' ? 'wrapped anew' : 'made'}\n`,
    );
    return EXIT.fine;
  } finally {
    await access.close();
  }
}

function rewrap(all: boolean): Change {
  if (all) throw new UsageError('keys rewrap is about all customers: leave --all out.');
  return (actions, page) => actions.keysRewrap(page);
}

function renew(positionals: readonly string[], all: boolean): Change {
  const [customerId = null, ...others] = positionals;
  if (others.length > 0 || (customerId === null) !== all) {
    throw new UsageError('Name one customer, or say --all.');
  }
  return (actions, page) => actions.keysRenew({ ...page, customerId });
}
