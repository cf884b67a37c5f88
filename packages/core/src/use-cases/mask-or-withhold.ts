import { CoreError } from '../model/errors.js';

/**
 * Fails closed (T6): when the masker throws, the text goes nowhere. Its error is not passed on as a cause, because a
 * masker's error can quote what it was working on.
 */
export function maskOrWithhold<Unmasked, Masked>(mask: (input: Unmasked) => Masked, input: Unmasked): Masked {
  try {
    return mask(input);
  } catch {
    throw new CoreError(
      'masking_failed',
      'The text could not be checked for sensitive data, so it was not passed on. Try again, or write it differently.',
    );
  }
}
