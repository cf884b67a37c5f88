import { UsageError } from './command.js';

/**
 * `NAME=VALUE` words as an object; what looks like a number or a boolean is one.
 * @throws UsageError naming the word that is none
 */
export function readPairs(words: readonly string[]): Record<string, string | number | boolean> {
  return Object.fromEntries(words.map((word) => readPair(word, 'VALUE')));
}

/** As {@link readPairs}, for numbers alone. @throws UsageError */
export function readNumberPairs(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    words.map((word) => {
      const [name, value] = readPair(word, 'NUMBER');
      if (typeof value !== 'number') throw new UsageError(`"${word}" is not NAME=NUMBER.`);
      return [name, value];
    }),
  );
}

function readPair(word: string, what: string): readonly [string, string | number | boolean] {
  const equals = word.indexOf('=');
  if (equals < 1) throw new UsageError(`"${word}" is not NAME=${what}.`);
  const [name, text] = [word.slice(0, equals), word.slice(equals + 1)];
  if (text === 'true' || text === 'false') return [name, text === 'true'];
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return [name, Number.isFinite(number) ? number : text];
}
