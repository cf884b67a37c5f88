import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailOutcome } from '@throughline/core';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { SmtpSender, type SmtpSettings } from './smtp-sender.js';

let folder: string;
let tls: { key: string; cert: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-mail-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
});
afterAll(() => rm(folder, { recursive: true }));

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** A mail server of one's own, and what it got. */
async function mailServer(options: SMTPServerOptions = {}) {
  const got: { to: string[]; isEncrypted: boolean; user: unknown; text: string }[] = [];
  const server = new SMTPServer({
    ...tls,
    authOptional: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('Wrong password')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        got.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          isEncrypted: Boolean(session.secure),
          user: session.user,
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  // What goes wrong with a connection is the client's to notice.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => new Promise((resolve) => server.close(() => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const settings: SmtpSettings = {
    host: 'localhost',
    port,
    tls: 'starttls',
    login: { user: 'gateway', password: 'right' },
    ca: tls.cert,
    from: 'Bank <chat@bank.example>',
  };
  const sender = (change: Partial<SmtpSettings> = {}) => new SmtpSender({ ...settings, ...change });
  return { got, settings, sender };
}

const MAIL = { id: 'm-1', to: 'ava@mail.example', subject: 'Ihr Chat', text: 'Grüße\n', language: 'de' };

it('[MAIL-1] sends over STARTTLS, logged in, to one address, with the same Message-ID each time', async () => {
  const { got, sender } = await mailServer();
  expect(await sender().send(MAIL)).toEqual({ outcome: 'sent' });
  expect(await sender().send({ ...MAIL, to: '"x, eve@mail.example" <ava@mail.example>' })).toMatchObject({
    outcome: 'refused',
  });
  expect(await sender().send(MAIL)).toEqual({ outcome: 'sent' });
  expect(got).toHaveLength(2);
  for (const mail of got) {
    expect(mail).toMatchObject({ to: ['ava@mail.example'], isEncrypted: true, user: 'gateway' });
    expect(mail.text).toMatch(/^Message-ID: <m-1@bank\.example>\r$/m);
    expect(mail.text).toMatch(/^Content-Language: de\r$/m);
    expect(mail.text).toMatch(/Gr=C3=BC=C3=9Fe/);
  }
});

it('[MAIL-1] says nothing to a server without TLS, or with a certificate that nobody vouches for', async () => {
  const plain = await mailServer({ disabledCommands: ['STARTTLS'] });
  expect(await plain.sender().send(MAIL)).toMatchObject({ outcome: 'later' });
  await stop();
  const stranger = await mailServer();
  const { ca: _, ...settings } = stranger.settings;
  expect(await new SmtpSender(settings).send(MAIL)).toMatchObject({ outcome: 'later' });
  expect([...plain.got, ...stranger.got]).toEqual([]);
});

/** Refuses with this code, in words that repeat the address. */
const refusing =
  (responseCode: number, enhanced = '') =>
  (_what: unknown, _session: unknown, done: (error: Error) => void): void =>
    done(Object.assign(new Error(`${enhanced}Not for ava@mail.example`), { responseCode }));

it.each<[string, SMTPServerOptions, MailOutcome]>([
  ['MAIL FROM 451', { onMailFrom: refusing(451) }, { outcome: 'later', reason: 'MAIL FROM 451' }],
  ['MAIL FROM 550', { onMailFrom: refusing(550) }, { outcome: 'refused', reason: 'MAIL FROM 550' }],
  // Our login, not this mail (RFC 4954 §6).
  ['MAIL FROM 530', { onMailFrom: refusing(530) }, { outcome: 'later', reason: 'MAIL FROM 530' }],
  ['RCPT TO 450', { onRcptTo: refusing(450) }, { outcome: 'later', reason: 'RCPT TO 450' }],
  ['RCPT TO 550', { onRcptTo: refusing(550, '5.1.1 ') }, { outcome: 'refused', reason: 'RCPT TO 550 5.1.1' }],
  // Also to a client that says everything at once (RFC 2920), whose RCPT TO and DATA then get a 503.
  [
    'MAIL FROM 451 of a server that takes one command at a time',
    { onMailFrom: refusing(451), hidePIPELINING: true },
    { outcome: 'later', reason: 'MAIL FROM 451' },
  ],
  ['421', { onRcptTo: refusing(421) }, { outcome: 'later', reason: 'CONN 421' }],
  [
    'the text 452',
    {
      onData: (stream, session, done) =>
        stream.resume().on('end', () => refusing(452)(stream, session, done)),
    },
    { outcome: 'later', reason: 'DATA 452' },
  ],
  [
    'the text 554',
    {
      onData: (stream, session, done) =>
        stream.resume().on('end', () => refusing(554)(stream, session, done)),
    },
    { outcome: 'refused', reason: 'DATA 554' },
  ],
  [
    'the greeting 554',
    { onConnect: (session, done) => refusing(554)(null, session, done) },
    { outcome: 'later', reason: 'CONN 554' },
  ],
])(
  '[MAIL-2] tells what goes later from what never goes, and repeats nothing of the mail: %s',
  async (_name, options, outcome) => {
    expect(await (await mailServer(options)).sender().send(MAIL)).toEqual(outcome);
  },
);

it('[MAIL-2] lets mails wait while the login is wrong or nothing answers', async () => {
  const { sender } = await mailServer();
  expect(await sender({ login: { user: 'gateway', password: 'wrong' } }).send(MAIL)).toEqual({
    outcome: 'later',
    reason: 'AUTH PLAIN 535',
  });
  const nobody = new SmtpSender({
    host: 'localhost',
    port: 1,
    tls: 'none',
    login: null,
    from: 'a@b.example',
  });
  expect(await nobody.send(MAIL)).toEqual({ outcome: 'later', reason: 'CONN ECONNREFUSED' });
});
