export type MaskingErrorCode =
  /** The text is longer than `MAX_TEXT_LENGTH`. */
  | 'text_too_long'
  /** `defaultCountry` is no country with a known numbering plan. */
  | 'unknown_country'
  /** The policy asks for tokens and no key, or one that is too short, was passed. */
  | 'token_key_missing';

/** Nothing was masked: withhold the text. The message never carries any of it. */
export class MaskingError extends Error {
  override readonly name = 'MaskingError';

  constructor(
    readonly code: MaskingErrorCode,
    message: string,
  ) {
    super(message);
  }
}
