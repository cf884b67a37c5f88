/** nginx with this repository's own configuration, in front of nodes that a test has started. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText } from '../lib/repository.mjs';
import { installDebianPackage, isExecutable } from './debian-package.mjs';
import { freePort } from './free-port.mjs';

const NGINX = '/usr/sbin/nginx';
const START_MS = 5_000;

/**
 * @param {AbortSignal} signal
 * @throws {Error} When there is none and it cannot be installed.
 */
export async function requireNginx(signal) {
  if (!isExecutable(NGINX)) await installDebianPackage('nginx', signal);
  if (!isExecutable('/usr/bin/openssl')) await installDebianPackage('openssl', signal);
}

/**
 * @param {Record<string, string>} addresses What stands in `deploy/nginx/nginx.conf` for an address (`gateway-1:8080`),
 *   and the address of this machine.
 * @returns {Promise<{port: number, certificate: string, stop: () => Promise<void>}>} Listens on 127.0.0.1 with a
 *   certificate of its own making.
 * @throws {Error} When it does not start.
 */
export async function startNginx(addresses) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-nginx-'));
  const port = await freePort();
  makeCertificate(folder);
  const changes = {
    ...addresses,
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    '/etc/nginx/tls/': `${folder}/`,
    '/tmp/nginx': `${folder}/nginx`,
  };
  const text = Object.entries(changes).reduce(
    (conf, [from, to]) => conf.replaceAll(from, to),
    readText('deploy/nginx/nginx.conf'),
  );
  writeFileSync(join(folder, 'nginx.conf'), text);
  const parameters = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'];
  const server = spawn(NGINX, parameters, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let log = '';
  server.stderr.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await accepts(port, exited);
  } catch {
    await stop();
    throw new Error(`nginx did not start:\n${log}`);
  }
  return { port, certificate: readFileSync(join(folder, 'tls.crt'), 'utf8'), stop };
}

/** @param {string} folder */
function makeCertificate(folder) {
  const subject = [
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:www.bank.example,DNS:support.bank.example,DNS:desk.bank.example',
  ];
  const files = ['-keyout', `${folder}/tls.key`, '-out', `${folder}/tls.crt`];
  const parameters = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', [...parameters, '-days', '2', ...subject, ...files], { stdio: 'ignore' });
}

/**
 * @param {number} port
 * @param {Promise<unknown>} exited
 */
async function accepts(port, exited) {
  const deadline = Date.now() + START_MS;
  const gone = exited.then(() => {
    throw new Error('nginx has ended.');
  });
  gone.catch(() => undefined);
  while (!(await Promise.race([answers(port), gone]))) {
    if (Date.now() > deadline) throw new Error('nginx does not listen.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
