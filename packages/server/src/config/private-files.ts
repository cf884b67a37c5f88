import { statSync } from 'node:fs';

const OTHERS_MAY_READ = 0o004;
const OTHERS_MAY_WRITE = 0o002;

/** What is wrong with who may use a file that holds a secret; null when nothing is, or when it cannot be looked at. */
export function secretFileProblem(file: string): string | null {
  const mode = modeOf(file);
  if (mode === null) return null;
  if (mode & OTHERS_MAY_READ) {
    return `${file} can be read by every user of this machine: chmod 600 it (in Kubernetes: defaultMode: 0440)`;
  }
  return trustedFileProblem(file);
}

/** The same for a file that is no secret but decides whom to trust: nobody else may write it. */
export function trustedFileProblem(file: string): string | null {
  const mode = modeOf(file);
  if (mode === null || !(mode & OTHERS_MAY_WRITE)) return null;
  return `${file} can be written by every user of this machine: chmod o-w it`;
}

function modeOf(file: string): number | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.mode : null;
}
