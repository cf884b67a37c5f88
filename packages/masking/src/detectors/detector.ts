import type { CountryCode } from 'libphonenumber-js/max';
import type { Detection, EntityType } from '../entity.js';

export interface DetectorOptions {
  /** Whose national phone numbers are recognized without a country code. */
  readonly defaultCountry: CountryCode;
}

/**
 * Finds values of one type. Works on normalized text, in time linear in its length. Whether a stretch is a value may
 * depend on its own characters, the words before it and the characters that touch it, and on nothing else: then masking
 * one value never makes another appear.
 */
export interface Detector {
  readonly type: EntityType;
  /** Spans of the text it is given, ascending, without overlap. */
  find(text: string, options: DetectorOptions): readonly Omit<Detection, 'type'>[];
}
