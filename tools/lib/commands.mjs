/** Starting other programs. */
import { spawn } from 'node:child_process';
import { ROOT } from './repository.mjs';

export const TSC = 'node_modules/@typescript/native/bin/tsc';

/**
 * Runs a program in the repository root and keeps what it writes.
 * @param {string} program
 * @param {string[]} parameters
 * @returns {Promise<{ok: boolean, output: string}>} Standard output and error as one text.
 */
export function capture(program, parameters) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, parameters, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

/**
 * Runs a program in the repository root that writes to this terminal.
 * @param {string} program
 * @param {string[]} parameters
 * @param {{signal?: AbortSignal, environment?: NodeJS.ProcessEnv}} [options] The signal asks the program to end.
 * @returns {Promise<boolean>} Whether it ended well.
 */
export function follow(program, parameters, { signal, environment = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd: ROOT, env: environment, stdio: 'inherit', signal });
    child.once('error', (error) => {
      if (error.name === 'AbortError') return;
      console.error(error.message);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
}

/**
 * @param {number} startedAt From `performance.now()`.
 * @returns {string} Such as `1.2 s`.
 */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
