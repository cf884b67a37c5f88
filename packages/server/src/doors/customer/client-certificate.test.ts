import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer, request as tlsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShownCertificate } from '@throughline/identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certificateReader, type ReadCertificate } from './client-certificate.js';

let folder: string;
let key: string;
let cert: string;
let x509: X509Certificate;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-certificate-'));
  const [keyFile, file] = [join(folder, 'key'), join(folder, 'crt')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const request = [
    'req',
    '-x509',
    ...curve,
    '-subj',
    '/O=Bank/CN=crm',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  ];
  execFileSync('openssl', [...request, '-keyout', keyFile, '-out', file], { stdio: 'ignore' });
  key = readFileSync(keyFile, 'utf8');
  cert = readFileSync(file, 'utf8');
  x509 = new X509Certificate(cert);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const header = () => ({ 'client-cert': `:${x509.raw.toString('base64')}:` });
const fingerprint = () => x509.fingerprint256.replaceAll(':', '').toLowerCase();

/** What is read of a request over plain HTTP with this header. */
async function readOver(
  read: ReadCertificate,
  headers: Record<string, string>,
): Promise<ShownCertificate | null> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const seen = once(server, 'request').then(([request, response]) => {
    const shown = read(request as IncomingMessage);
    response.end();
    return shown;
  });
  await (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  server.close();
  return seen;
}

/** What is read of a TLS connection on which the client shows its certificate, or none. */
async function readOverTls(shows: boolean, trusted: boolean): Promise<ShownCertificate | null> {
  const ca = trusted ? { ca: cert } : {};
  const server = createTlsServer({ key, cert, requestCert: true, rejectUnauthorized: false, ...ca });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const seen = once(server, 'request').then(([request, response]) => {
    const shown = certificateReader(undefined)(request as IncomingMessage);
    response.end();
    return shown;
  });
  const client = shows ? { key, cert } : {};
  const request = tlsRequest({ host: '127.0.0.1', port, ca: cert, agent: false, ...client }).end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  const shown = await seen;
  server.close();
  return shown;
}

it('[SERVER-6] reads what a trusted proxy passes on, in both ways of writing it', async () => {
  const read = certificateReader('client-cert', ['127.0.0.1']);
  const expected = { fingerprint: fingerprint(), subject: ['O=Bank', 'CN=crm'], isVouchedFor: true };
  expect(await readOver(read, header())).toEqual(expected);
  expect(await readOver(read, { 'client-cert': encodeURIComponent(cert) })).toEqual(expected);
});

it('[SERVER-6] believes nobody else, no other header, and nothing that is no certificate', async () => {
  expect(await readOver(certificateReader('client-cert', ['10.0.0.1']), header())).toBeNull();
  expect(await readOver(certificateReader('client-cert'), header())).toBeNull();
  expect(await readOver(certificateReader(undefined, ['127.0.0.1']), header())).toBeNull();
  const read = certificateReader('client-cert', ['127.0.0.1']);
  const forwarded = { ...header(), 'x-forwarded-for': '127.0.0.1' };
  expect(await readOver(certificateReader('client-cert', ['10.0.0.1']), forwarded)).toBeNull();
  for (const value of [':AAAA:', '%', 'crm'])
    expect(await readOver(read, { 'client-cert': value })).toBeNull();
});

it('[SERVER-6] believes no certificate before its time or after it', async () => {
  for (const day of [-1, 3]) {
    const now = () => new Date(Date.now() + day * 24 * 3_600_000);
    expect(await readOver(certificateReader('client-cert', ['127.0.0.1'], now), header())).toBeNull();
  }
});

it('[SERVER-6] reads it from the connection where TLS ends here, and who vouches for it', async () => {
  expect(await readOverTls(true, true)).toMatchObject({ fingerprint: fingerprint(), isVouchedFor: true });
  expect(await readOverTls(true, false)).toMatchObject({ fingerprint: fingerprint(), isVouchedFor: false });
  expect(await readOverTls(false, true)).toBeNull();
});
