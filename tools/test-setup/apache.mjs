/** Debian's Apache in front of a portal, with lines that a test writes. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDebianPackage, isExecutable } from './debian-package.mjs';
import { startWebServer } from './web-server.mjs';

const APACHE = '/usr/sbin/apache2';
const MODULES = ['mpm_event', 'authz_core', 'headers', 'proxy', 'proxy_http', 'proxy_wstunnel', 'rewrite'];

/**
 * @param {AbortSignal} signal
 * @throws {Error} When there is none and it cannot be installed.
 */
export async function requireApache(signal) {
  if (!isExecutable(APACHE)) await installDebianPackage('apache2', signal);
}

/**
 * In front of a portal, over plain HTTP.
 * @param {number} port Where it listens on 127.0.0.1.
 * @param {string} portal What it passes everything on to, such as `http://127.0.0.1:3000`.
 * @param {string} lines What a test adds to the configuration.
 * @returns {Promise<() => Promise<void>>} Stops it.
 * @throws {Error} When it does not start.
 */
export async function startPortalApache(port, portal, lines) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-apache-'));
  const modules = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  writeFileSync(
    join(folder, 'apache.conf'),
    `ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/pid
Mutex file:${folder}
ErrorLog "|/bin/cat >&2"
Listen 127.0.0.1:${port}
${modules.join('\n')}
ProxyPreserveHost On
RewriteEngine On
RewriteCond %{HTTP:Upgrade} =websocket [NC]
RewriteRule ^/(.*) ${portal.replace('http', 'ws')}/$1 [P,L]
ProxyPass / ${portal}/
${lines}
`,
  );
  const parameters = ['-DFOREGROUND', '-f', join(folder, 'apache.conf')];
  return (await startWebServer(APACHE, parameters, folder, port)).stop;
}
