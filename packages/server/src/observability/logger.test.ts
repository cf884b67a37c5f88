import { expect, it } from 'vitest';
import { createLogger } from './logger.js';

it('[T6] writes errors without their messages, also those of their causes', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line: string) => lines.push(line) });
  const cause = Object.assign(new Error('invalid input syntax: "canary-91c2"'), { code: '22P02' });
  logger.error({ err: new TypeError('canary-91c2 is not a function', { cause }) }, 'a frame failed');
  expect(lines.join('')).not.toContain('canary-91c2');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'a frame failed',
    err: { type: 'TypeError', cause: { type: 'Error', code: '22P02' } },
  });
});

it('[T6] keeps one event on one line, whatever is in it', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line: string) => lines.push(line) });
  logger.info({ userAgent: 'x\r\n{"event":"forged"}\u2028' }, 'seen');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/);
});
