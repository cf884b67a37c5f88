import { parseArgs } from 'node:util';
import {
  keysAt,
  PUBLISHED_FIRST_MS,
  parseEnvironment,
  readProviderKeysFile,
  retireKey,
  rotateKeys,
  type SigningKey,
  SigningKeyFile,
} from '@throughline/server';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';
import { customerKeys } from './customer-keys.js';

const HELP = `Usage: throughline keys list [--file FILE] [--json]
       throughline keys rotate [--file FILE] [--signs-in MINUTES]
       throughline keys retire KEY [--file FILE] [--force]
       throughline keys rewrap
       throughline keys renew CUSTOMER | --all

The first three are about the keys with which the gateway signs as an OpenID provider; running nodes
notice a change by themselves. The others are about the keys that customers' data is sealed under (docs/keys.md).

list    shows every key: next (published, signs later), signing, old (published for what it has signed)
rotate  publishes a further key now, and signs with it from then on; makes the file when there is none
retire  takes out an old key once what it signed has expired, or a next one
rewrap  wraps all customers' data keys by the present key-encryption key, before an old one is taken out
renew   gives a customer, or all, a new data key; older ones open what they sealed

  --file FILE          the key file; that of the configuration when not set
  --signs-in MINUTES   how long clients get to fetch the new key, 10 when not set; 0 after a theft
  --force              retire although something signed with the key may still be valid
  --all                every customer
  --json               the keys as JSON, without anything secret

Run it as the user that the nodes run as. Every node needs the same file: after a change, copy it to the others, or
keep it where all see it.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
`;

const OPTIONS = {
  file: { type: 'string' },
  json: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  'signs-in': { type: 'string' },
} as const;

/** The thumbprint of a key (RFC 7638, base64url) that looks like an option. */
const HYPHENED_KEY = /^-[\w-]{42}$/;

export const keys: Command = {
  help: HELP,
  async run([action, ...parameters], terminal) {
    if (action === 'rewrap' || action === 'renew') return customerKeys(action, parameters, terminal);
    const named = parameters.filter((word) => HYPHENED_KEY.test(word));
    const { values, positionals } = parseArgs({
      args: parameters.filter((word) => !named.includes(word)),
      options: OPTIONS,
      allowPositionals: action === 'retire',
    });
    const file = new SigningKeyFile(values.file ?? readProviderKeysFile(parseEnvironment(terminal.env)));
    const now = new Date();
    switch (action) {
      case 'list':
        return show(keysAt(await file.ring(), now), values.json, terminal);
      case 'rotate': {
        const publishedFirstMs = leadOf(values['signs-in']);
        const isNew = await file.createIfMissing(now);
        const ring = isNew
          ? await file.ring()
          : await file.change((current) => rotateKeys(current, now, publishedFirstMs));
        return show(keysAt(ring, now), values.json, terminal);
      }
      case 'retire': {
        const [kid, ...more] = [...named, ...positionals];
        if (kid === undefined || more.length > 0) throw new UsageError('Name one key to retire.');
        const ring = await file.change((current) => retireKey(current, kid, now, values.force));
        return show(keysAt(ring, now), values.json, terminal);
      }
      default:
        throw new UsageError('Say "keys list", "keys rotate", "keys retire", "keys rewrap" or "keys renew".');
    }
  },
};

function leadOf(minutes: string | undefined): number {
  if (minutes === undefined) return PUBLISHED_FIRST_MS;
  const number = minutes === '' ? Number.NaN : Number(minutes);
  if (!(number >= 0 && number <= 10_080)) throw new UsageError('--signs-in must be minutes, 0 to 10080.');
  return number * 60_000;
}

function show(all: readonly SigningKey[], asJson: boolean, { stdout }: Terminal): ExitCode {
  const shown = all.map(({ kid, state, createdAt, signsFrom }) => ({ kid, state, createdAt, signsFrom }));
  if (asJson) stdout.write(`${JSON.stringify({ keys: shown })}\n`);
  else {
    const lines = shown.map(
      ({ kid, state, createdAt, signsFrom }) =>
        `${kid}  ${state.padEnd(7)}  made ${createdAt.toISOString()}  signs from ${signsFrom.toISOString()}\n`,
    );
    stdout.write(lines.join(''));
  }
  return EXIT.fine;
}
