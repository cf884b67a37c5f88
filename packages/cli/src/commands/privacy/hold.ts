import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { withAccess } from '../access.js';
import { CUSTOMER_OPTIONS, toCustomer } from './requests.js';

export async function hold([action, ...parameters]: string[], terminal: Terminal): Promise<ExitCode> {
  if (action === 'list') return list(parameters, terminal);
  if (action === 'place' || action === 'lift') return change(action, parameters, terminal);
  throw new UsageError('Say "privacy hold place", "lift" or "list".');
}

async function change(action: 'place' | 'lift', parameters: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { ...CUSTOMER_OPTIONS, reason: { type: 'string' } },
    allowPositionals: true,
  });
  const customer = toCustomer(positionals, values.issuer);
  const { reason } = values;
  if (reason === undefined) throw new UsageError('Give a reason with --reason.');
  return withAccess(terminal, async ({ actions }) => {
    const parameter = { customer, reason, operator: userInfo().username };
    await (action === 'place' ? actions.privacyHold(parameter) : actions.privacyLift(parameter));
    terminal.stdout.write(
      action === 'place'
        ? `Nothing of the customer ${customer.externalId} is erased or removed until the hold is lifted.\n`
        : `The hold on the customer ${customer.externalId} is lifted.\n`,
    );
    return EXIT.fine;
  });
}

async function list(parameters: string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({ args: parameters, options: { json: { type: 'boolean', default: false } } });
  return withAccess(terminal, async (access) => {
    const holds = await access.actions.privacyHolds(null);
    const lines = holds.map(
      ({ externalId, issuer, placedAt, placedBy }) =>
        `${externalId} of ${issuer}, since ${placedAt} by ${placedBy}`,
    );
    terminal.stdout.write(
      values.json ? `${JSON.stringify(holds)}\n` : lines.map((line) => `${line}\n`).join(''),
    );
    return EXIT.fine;
  });
}
