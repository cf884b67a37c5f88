import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  expect(await sender().send(MAIL)).toBe('sent');
  expect(await sender().send({ ...MAIL, to: '"x, eve@mail.example" <ava@mail.example>' })).toBe('refused');
  expect(await sender().send(MAIL)).toBe('sent');
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
  await expect(plain.sender().send(MAIL)).rejects.toThrow(/did not take a mail/);
  await stop();
  const stranger = await mailServer();
  const { ca: _, ...settings } = stranger.settings;
  await expect(new SmtpSender(settings).send(MAIL)).rejects.toThrow(/did not take a mail/);
  expect([...plain.got, ...stranger.got]).toEqual([]);
});

it('[MAIL-2] tells a mail that is refused for good from one that may go later, and repeats nothing of it', async () => {
  const never = await mailServer({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('No such user ava'), { responseCode: 550 })),
  });
  expect(await never.sender().send(MAIL)).toBe('refused');
  await stop();
  const later = await mailServer({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('Try ava later'), { responseCode: 451 })),
  });
  const error = await later
    .sender()
    .send(MAIL)
    .catch((reason: unknown) => reason);
  expect(String(error)).toMatch(/451/);
  expect(String(error)).not.toMatch(/ava/);
  await stop();
  const wrong = await mailServer();
  await expect(wrong.sender({ login: { user: 'gateway', password: 'wrong' } }).send(MAIL)).rejects.toThrow(
    /EAUTH/,
  );
  await expect(
    new SmtpSender({ host: 'localhost', port: 1, tls: 'none', login: null, from: 'a@b.example' }).send(MAIL),
  ).rejects.toThrow(/ECONNREFUSED|ESOCKET/);
});
