/** Installing what tests need from Debian, on machines where that is possible. */
import { accessSync, constants } from 'node:fs';
import { capture, follow } from '../lib/commands.mjs';

/**
 * Installs a Debian package. Needs root, or sudo without a password.
 * @param {string} name
 * @param {AbortSignal} signal
 * @throws {Error} When that is not possible; it says what to install by hand.
 */
export async function installDebianPackage(name, signal) {
  const byHand = `Tests need Debian's package "${name}". Install it with: apt-get install ${name}`;
  if (!isExecutable('/usr/bin/apt-get')) throw new Error(`${byHand}, or its like on this system.`);
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (prefix.length > 0 && !(await capture('sudo', ['-n', 'true'])).ok) throw new Error(byHand);

  console.log(`test set-up: installing ${name}`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [program = '', ...parameters] = [...prefix, 'apt-get', '-qq', '-o', 'Dpkg::Use-Pty=0'];
  await follow(program, [...parameters, 'update'], { environment, signal });
  const install = [...parameters, 'install', '-y', '--no-install-recommends', name];
  if (!(await follow(program, install, { environment, signal }))) throw new Error(byHand);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
