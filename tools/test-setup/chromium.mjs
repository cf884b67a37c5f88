/** The browser that end-to-end tests drive. */
import { installDebianPackage, isExecutable } from './debian-package.mjs';

const CHROMIUM = '/usr/bin/chromium';

/**
 * @param {AbortSignal} signal
 * @throws {Error} When there is none and it cannot be installed.
 */
export async function requireChromium(signal) {
  if (!isExecutable(CHROMIUM)) await installDebianPackage('chromium', signal);
}
