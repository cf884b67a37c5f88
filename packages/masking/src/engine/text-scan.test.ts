import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CUED } from '../detectors.js';
import type { ScannedText } from './text-scan.js';

const text = fc
  .array(fc.constantFrom('a', 'cvv', 'pin', '4', '4111', '@', ':', ' ', '_', '-', 'é', '\ufffc'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const cuts = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 6 })), { maxLength: 4 });

it('[MASK-1] sees the same whether a text is read anew or only where it has changed', () => {
  fc.assert(
    fc.property(text, cuts, (original, places) => {
      const spans: { start: number; end: number }[] = [];
      for (const [start, length] of [...places].sort(([a], [b]) => a - b)) {
        const end = start + length;
        if (start >= (spans.at(-1)?.end ?? 0) && end <= original.length) spans.push({ start, end });
      }
      let changed = original;
      for (const { start, end } of spans) {
        changed = changed.slice(0, start) + '\ufffc'.repeat(end - start) + changed.slice(end);
      }
      const again = CUED.scanAgain(CUED.scan(original), changed, spans);
      expect(seen(again)).toEqual(seen(CUED.scan(changed)));
    }),
    { numRuns: 2_000 },
  );
});

function seen({ codes, words, digitRuns, atSigns, colons }: ScannedText) {
  const cued = Array.from({ length: words.length }, (_, index) => words.at(index));
  return { codes, cued, digitRuns, atSigns, colons };
}
