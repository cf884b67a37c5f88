/** SoftHSM, a security module in software, for tests of PKCS#11. */
import { existsSync } from 'node:fs';
import { installDebianPackage, isExecutable } from './debian-package.mjs';

const LIBRARIES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'];

/**
 * @param {AbortSignal} signal
 * @throws {Error} When there is none and it cannot be installed.
 */
export async function requireSoftHsm(signal) {
  if (isExecutable('/usr/bin/softhsm2-util') && LIBRARIES.some((path) => existsSync(path))) return;
  await installDebianPackage('softhsm2', signal);
}
