import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { CUED, OPTIONAL_STAGE, STAGES } from './detectors.js';
import { type TypedSpan, withoutOverlaps, withoutSpans } from './engine/spans.js';
import type { Detection, EntityType } from './entity.js';
import { MaskingError } from './masking-error.js';
import { normalizeText } from './normalized-text.js';

/** Longest text that is looked at, in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 1024 * 1024;

export interface DetectOptions {
  /** Whose national phone numbers are recognized without a country code; ISO 3166-1 alpha-2. Default `US`. */
  readonly defaultCountry?: CountryCode;
  /** Which of `OPTIONAL_TYPES` are looked for too; none unless given. */
  readonly also?: readonly EntityType[];
}

/**
 * Finds values to mask. The spans ascend and do not overlap. Time is linear in the length of the text.
 * Throws `MaskingError`: a text that was not looked at must not be passed on.
 */
export function detect(text: string, options: DetectOptions = {}): readonly Detection[] {
  const { defaultCountry = 'US', also = [] } = options;
  if (text.length > MAX_TEXT_LENGTH) {
    throw new MaskingError(
      'text_too_long',
      `a text of more than ${MAX_TEXT_LENGTH} characters is not masked`,
    );
  }
  if (defaultCountry !== 'US' && !isSupportedCountry(defaultCountry)) {
    throw new MaskingError('unknown_country', 'the default country has no known numbering plan');
  }
  const normalized = normalizeText(text);
  let source = CUED.scan(normalized.text);
  if (source.codes.length + source.words.length + source.atSigns.length + source.colons.length === 0)
    return [];
  const found: TypedSpan[] = [];
  let { length } = found;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const stage of STAGES) {
      const spans = withoutOverlaps(stage(source, { defaultCountry }));
      if (spans.length === 0) continue;
      found.push(...spans);
      source = CUED.scanAgain(source, withoutSpans(source.text, spans), spans);
    }
    if (also.length > 0) {
      const spans = withoutOverlaps(OPTIONAL_STAGE(source, { defaultCountry })).filter(({ type }) =>
        also.includes(type),
      );
      found.push(...spans);
      source = CUED.scanAgain(source, withoutSpans(source.text, spans), spans);
    }
    if (!found.slice(length).some((span) => touchesMore(normalized.text, span))) break;
    length = found.length;
  }
  if (found.length > 1) found.sort((a, b) => a.start - b.start);
  if (normalized.text === text) return found;
  return found.map(({ start, end, type, score }) => ({
    ...normalized.originalSpan(start, end),
    type,
    score,
  }));
}

/**
 * What is glued to a value may be one itself, once the value is out of the way: all is looked at again then, so that
 * masking a masked text changes nothing.
 */
const MOST_ROUNDS = 4;

function touchesMore(text: string, { start, end }: TypedSpan): boolean {
  return (
    GLUE_BEFORE.test(text.slice(Math.max(0, start - 2), start)) || GLUE_AFTER.test(text.slice(end, end + 2))
  );
}

const GLUE_BEFORE = /[^\s"'()[\],;<>]$|\d $/;
const GLUE_AFTER = /^(?:[^\s"'()[\],;<>.!?:]|[.!?:][^\s"')]| \d)/;
