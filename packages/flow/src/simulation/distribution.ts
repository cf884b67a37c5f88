import { parseDuration } from '../duration.js';
import type { JsonObject, Reading } from '../reading/reading.js';
import type { SourcePath } from '../source.js';
import type { Random } from './random.js';

/** How long something takes. */
export interface Distribution {
  readonly meanMs: number;
  /** Milliseconds. */
  draw(random: Random): number;
}

/** Reads `5m`, `{exponential: 5m}`, `{uniform: [2m, 6m]}` or `{lognormal: 5m, sigma: 0.8}`; the times are means. */
export function readDistribution(reading: Reading, value: unknown, path: SourcePath): Distribution {
  if (typeof value === 'string') {
    const meanMs = readDuration(reading, value, path);
    return { meanMs, draw: () => meanMs };
  }
  const object = reading.object(value, path, ['exponential', 'uniform', 'lognormal', 'sigma']);
  const mean = (name: string) => readDuration(reading, object[name], [...path, name]);
  if (object.exponential !== undefined) {
    const meanMs = mean('exponential');
    return { meanMs, draw: (random) => meanMs * random.exponential() };
  }
  if (object.lognormal !== undefined) return lognormal(mean('lognormal'), readSigma(reading, object, path));
  const [from, to, ...more] = reading.array(object.uniform, [...path, 'uniform']);
  if (more.length > 0) reading.fail([...path, 'uniform'], 'invalid', 'a range is written as in [2m, 6m]');
  const fromMs = readDuration(reading, from, [...path, 'uniform', 0]);
  const toMs = readDuration(reading, to, [...path, 'uniform', 1]);
  return { meanMs: (fromMs + toMs) / 2, draw: (random) => fromMs + (toMs - fromMs) * random.uniform() };
}

/** A duration such as `90s`, in milliseconds. */
export function readDuration(reading: Reading, value: unknown, path: SourcePath): number {
  const ms = typeof value === 'string' ? parseDuration(value) : null;
  return ms ?? reading.fail(path, 'invalid', 'a time looks like 90s or 2m');
}

function lognormal(meanMs: number, sigma: number): Distribution {
  return { meanMs, draw: (random) => meanMs * Math.exp(sigma * random.normal() - sigma ** 2 / 2) };
}

function readSigma(reading: Reading, { sigma }: JsonObject, path: SourcePath): number {
  if (typeof sigma === 'number' && sigma > 0 && sigma <= 3) return sigma;
  return reading.fail([...path, 'sigma'], 'invalid', '"sigma" is a number up to 3, such as 0.8');
}
