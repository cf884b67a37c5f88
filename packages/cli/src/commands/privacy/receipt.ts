import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  checkReceipt,
  parseEnvironment,
  type ReceiptAbout,
  readAuditEvidence,
  type SignedReceipt,
} from '@throughline/server';
import { EXIT, type ExitCode, type Terminal, UsageError } from '../../command.js';
import { withAccess } from '../access.js';

type ReceiptFile = SignedReceipt & { readonly about?: ReceiptAbout };

/** Writes the receipt; who it is about stands beside what is signed, for those who have the file alone. */
export async function writeReceipt(
  signed: SignedReceipt,
  about: ReceiptAbout | null,
  file: string | undefined,
  { stdout }: Terminal,
): Promise<void> {
  const content: ReceiptFile = { ...signed, ...(about ? { about } : {}) };
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (file === undefined) stdout.write(text);
  else await writeFile(file, text, { mode: 0o600 });
}

/** An earlier receipt of the same erasure in that file gives whom it is about. */
export async function receipt(parameters: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { out: { type: 'string' } },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) throw new UsageError('Name one erasure by its id.');
  return withAccess(terminal, async (access) => {
    const signed = await access.actions.privacyReceipt({ id });
    const earlier = values.out === undefined ? null : await readReceiptFile(values.out).catch(() => null);
    const about = earlier?.receipt?.erasureId === id ? (earlier.about ?? null) : null;
    await writeReceipt(signed, about, values.out, terminal);
    return EXIT.fine;
  });
}

export async function verify(parameters: string[], { stdout, env }: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { key: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Name one file with a receipt.');
  const keyFiles = values.key ?? readAuditEvidence(parseEnvironment(env)).keyFiles;
  const report = await checkReceipt(await readReceiptFile(file), keyFiles);
  stdout.write(
    values.json ? `${JSON.stringify(report)}\n` : report.lines.map((line) => `${line}\n`).join(''),
  );
  return report.ok ? EXIT.fine : EXIT.finding;
}

async function readReceiptFile(file: string): Promise<ReceiptFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The receipt ${file} cannot be read (${error.code ?? 'unknown error'}).`);
  });
  try {
    return JSON.parse(text) as ReceiptFile;
  } catch {
    throw new Error(`The file ${file} holds no receipt: it is no JSON.`);
  }
}
