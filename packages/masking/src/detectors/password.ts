import { spansOf } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** What follows "password" and a separator, unless it says something about the password. */
export const password: Detector = {
  type: 'PASSWORD',
  find: (text) => spansOf(text, SHAPE, (value) => (SAYS_ABOUT.test(value) ? 0 : 0.8)),
};

const SHAPE =
  /(?<=\b(?:user(?:name)?|login)\s\S{1,40}\s(?:and\s)?(?:password|pass|pw|pwd)\s|\b(?:passwords?|passwd|pwd|passphrase|pass|api[ _-]?key|secret|token)(?:\s{0,2}[:=]\s{0,2}|\s(?:is|was)\s?[:"']?\s?)["']?)[^\s"',;]{4,64}/gi;

/** Words that people say of a password. */
const SAYS_ABOUT =
  /^(?:not|wrong|incorrect|correct|invalid|expired|working|still|case|being|too|very|really|always|never|also|only|now|the|that|this|what|when|where|which|there|then|required|needed|missing|forgotten|lost|blocked|locked|reset|changed|weak|strong|secure|safe|long|short|same|different|okay|fine|good|right|accepted|rejected|refused|saved|stored|sent|asked|supposed|going|hidden|unknown|sensitive|protected|confidential|over|under|from|with|just|like|shown|valid|empty|taken|about|down|leaked|stolen|compromised|field|box|page|link|form|prompt)\b[.!?]*$/i;
