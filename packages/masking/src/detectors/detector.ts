import type { CountryCode } from 'libphonenumber-js/max';
import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { EntityType } from '../entity.js';

export interface DetectorOptions {
  /** Whose national phone numbers are recognized without a country code. */
  readonly defaultCountry: CountryCode;
}

/**
 * Finds values of one type. Works on normalized text, in time linear in its length. Whether a stretch is a value may
 * depend on its own characters, the words around it and the characters that touch it, and on nothing else: then masking
 * one value never makes another appear.
 */
export interface Detector {
  readonly type: EntityType;
  /** What it looks at besides its cue words; a text without any of them is not given to it. */
  readonly looksAt?: 'codes' | 'atSigns' | 'colons';
  /** Words whose places it wants in `ScannedText.words`, in lower case; none unless given. */
  readonly cues?: readonly string[];
  /** Spans of the text it is given, ascending, without overlap. @param cue bit of its cue words */
  find(source: ScannedText, options: DetectorOptions, cue: number): readonly Span[];
}
