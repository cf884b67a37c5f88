import { afterEach, describe, expect, it } from 'vitest';
import { HOSTILE_UNITS } from '../test-support/hostile-units.js';
import { detect } from './detect.js';

const { exec } = RegExp.prototype;
const { charCodeAt, slice } = String.prototype;

afterEach(() => {
  RegExp.prototype.exec = exec;
  String.prototype.charCodeAt = charCodeAt;
  String.prototype.slice = slice;
});

/**
 * How much is done for a text: matches that are tried, characters that are looked at, and characters that are copied.
 * Each try is bounded by its pattern, so that time follows these numbers, and they are the same in every run.
 */
function stepsFor(text: string): number {
  let steps = 0;
  RegExp.prototype.exec = function (this: RegExp, input: string) {
    steps += 8;
    return exec.call(this, input);
  };
  String.prototype.charCodeAt = function (this: string, index: number) {
    steps += 1;
    return charCodeAt.call(this, index);
  };
  String.prototype.slice = function (this: string, from?: number, to?: number) {
    const part = slice.call(this, from, to);
    steps += part.length;
    return part;
  };
  detect(text);
  RegExp.prototype.exec = exec;
  String.prototype.charCodeAt = charCodeAt;
  String.prototype.slice = slice;
  return steps;
}

describe('a hostile text', () => {
  it.each(HOSTILE_UNITS)('[MASK-7] costs ten times as much at ten times the length: %s', (_what, unit) => {
    const long = unit.repeat(Math.ceil(16_000 / unit.length));
    const ratio = stepsFor(long) / stepsFor(long.slice(0, long.length / 10));
    expect(ratio).toBeLessThan(12);
  });
});
