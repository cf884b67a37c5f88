import { wordsBefore } from '../label.js';
import { spansOf, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** UK National Insurance numbers (HMRC NIM39110): two letters of which some are not used, six digits, A to D. */
export const ukNino: Detector = {
  type: 'UK_NINO',
  find: (text) =>
    spansOf(text, SHAPE, (value, start) => {
      if (UNUSED.test(value)) return 0;
      if (
        wordsBefore(text, start)
          .slice(-2)
          .some((word) => LABELS.has(word))
      )
        return 0.9;
      return WHOLE.test(value) ? 0.8 : 0;
    }),
};

const SHAPE =
  /(?<!\w)[a-ceghj-prstw-z][a-ceghj-nprstw-z][ -]?(?:\d{2}[ -]?\d{2}[ -]?\d{2}|\d{3} \d{3})(?:[ -]?[a-d])?(?!\w)/gi;
const UNUSED = /^(?:BG|GB|KN|NK|NT|TN|ZZ)/i;
const WHOLE = /[A-D]$/i;
const LABELS = wordSet('nino ni insurance');
