/** Whether `node_modules` is what the lockfile says. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readJson } from '../lib/repository.mjs';

/** @throws {Error} When something is missing or has another version. */
export function requireInstalledPackages() {
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json'))) {
    throw new Error('Packages are not installed. Run: npm ci');
  }
  const installed = readJson('node_modules/.package-lock.json').packages;
  const outdated = Object.entries(readJson('package-lock.json').packages).some(
    ([path, { version, link, optional }]) =>
      path.startsWith('node_modules/') && !link && !optional && installed[path]?.version !== version,
  );
  if (outdated) throw new Error('The installed packages are not those of package-lock.json. Run: npm ci');
}
