import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderExport } from '@throughline/server';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { withAccess } from '../access.js';
import { awaitRequest, CUSTOMER_OPTIONS, toCustomer, toWaitMs } from './requests.js';

export async function exportCustomer(parameters: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { ...CUSTOMER_OPTIONS, out: { type: 'string' }, wait: { type: 'string' } },
    allowPositionals: true,
  });
  const customer = toCustomer(positionals, values.issuer);
  const { out } = values;
  if (out === undefined) throw new UsageError('Name a folder with --out.');
  const waitMs = toWaitMs(values.wait);
  const operator = userInfo().username;
  return withAccess(terminal, async (access) => {
    const { actions } = access;
    const asked = await actions.privacyRequest({ kind: 'export', customer, subjectSalt: null, operator });
    await awaitRequest(access, asked, waitMs);
    const data = await actions.privacyExport({ id: asked.id, operator });
    await mkdir(out, { recursive: true, mode: 0o700 });
    await write(join(out, 'export.json'), `${JSON.stringify(data, null, 2)}\n`);
    await write(join(out, 'export.html'), renderExport(data));
    terminal.stdout.write(`${join(out, 'export.json')}\n${join(out, 'export.html')}\n`);
    if (data.contactCenter.state === 'done') return EXIT.fine;
    terminal.stderr.write(
      'The contact center has not given its part yet. The same command goes on with this request later.\n',
    );
    return EXIT.finding;
  });
}

/** Never over another file: an export of somebody else could lie there. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new Error(`There is a file ${file} already. Name an empty folder with --out.`);
  });
}
