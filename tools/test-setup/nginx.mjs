/** nginx with this repository's own configuration, in front of nodes that a test has started. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, readText } from '../lib/repository.mjs';
import { installDebianPackage, isExecutable } from './debian-package.mjs';
import { freePort } from './free-port.mjs';
import { startWebServer } from './web-server.mjs';

const NGINX = '/usr/sbin/nginx';

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
  writeFileSync(join(folder, 'nginx.conf'), withChanges(readText('deploy/nginx/nginx.conf'), changes));
  const parameters = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'];
  const { stop } = await startWebServer(NGINX, parameters, folder, port);
  return { port, certificate: readFileSync(join(folder, 'tls.crt'), 'utf8'), stop };
}

/**
 * In front of a portal, over plain HTTP.
 * @param {number} port Where it listens on 127.0.0.1.
 * @param {string} portal What it passes everything on to, such as `http://127.0.0.1:3000`.
 * @param {string} lines What a test adds to the server.
 * @returns {Promise<() => Promise<void>>} Stops it.
 * @throws {Error} When it does not start.
 */
export function startPortalNginx(port, portal, lines) {
  return startHttpNginx(
    port,
    `map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:${port};
    ${lines}
    location / {
      proxy_pass ${portal};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }`,
  );
}

/**
 * The portal of `integrations/html`, over plain HTTP.
 * @param {number} port Where it listens on 127.0.0.1.
 * @param {string} backend Gateway and portal's own server, such as `http://127.0.0.1:3000`.
 * @returns {Promise<() => Promise<void>>} Stops it.
 * @throws {Error} When it does not start.
 */
export function startHtmlPortal(port, backend) {
  const changes = {
    'listen 443 ssl': `listen 127.0.0.1:${port}`,
    '/usr/share/nginx/portal': join(ROOT, 'integrations/html/public'),
    'http://gateway:8080': backend,
    'http://portal:3000': backend,
  };
  const conf = withChanges(readText('integrations/html/portal.conf'), changes);
  return startHttpNginx(port, `include /etc/nginx/mime.types;\n${conf}`);
}

/**
 * @param {number} port
 * @param {string} lines What stands in the `http` block.
 */
async function startHttpNginx(port, lines) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-nginx-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `pid ${folder}/pid;
error_log stderr;
events {}
http {
  access_log off;
  ${temporary.join('\n  ')}
  ${lines}
}
`,
  );
  const parameters = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'];
  return (await startWebServer(NGINX, parameters, folder, port)).stop;
}

/**
 * @param {string} text
 * @param {Record<string, string>} changes
 */
function withChanges(text, changes) {
  return Object.entries(changes).reduce((conf, [from, to]) => conf.replaceAll(from, to), text);
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
