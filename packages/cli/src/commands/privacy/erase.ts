import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { EXIT, type ExitCode, type Terminal } from '../../command.js';
import { withAccess } from '../access.js';
import { writeReceipt } from './receipt.js';
import { awaitRequest, CUSTOMER_OPTIONS, toCustomer, toWaitMs } from './requests.js';

export async function erase(parameters: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { ...CUSTOMER_OPTIONS, out: { type: 'string' }, wait: { type: 'string' } },
    allowPositionals: true,
  });
  const customer = toCustomer(positionals, values.issuer);
  const waitMs = toWaitMs(values.wait);
  return withAccess(terminal, async (access) => {
    const salt = randomBytes(16).toString('base64url');
    const operator = userInfo().username;
    const asked = await access.actions.privacyRequest({
      kind: 'erasure',
      customer,
      subjectSalt: salt,
      operator,
    });
    const status = await awaitRequest(access, asked, waitMs);
    const signed = await access.actions.privacyReceipt({ id: asked.id });
    await writeReceipt(signed, asked.customer && { ...asked.customer, salt }, values.out, terminal);
    terminal.stderr.write(`${outcome(status.carriedOut, status.contactCenter, asked.id)}\n`);
    return status.carriedOut ? EXIT.fine : EXIT.finding;
  });
}

function outcome(carriedOut: boolean, contactCenter: 'pending' | 'done', id: string): string {
  if (!carriedOut) {
    return `The erasure ${id} is asked for and no node has carried it out yet: the next that runs does. Then: throughline privacy receipt ${id}`;
  }
  return contactCenter === 'done'
    ? 'Erased, also at the contact center.'
    : `Erased here. The contact center has not confirmed yet; when it has, its answer is on: throughline privacy receipt ${id}`;
}
