import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Digits with country code, perhaps after `00`. A possible length suffices: the plus sign says the rest. */
export function isInternational(digits: string): boolean {
  return parsePhoneNumberFromString(`+${digits.replace(/^00/, '')}`)?.isPossible() ?? false;
}

/** How national numbers of one country look. `sizes` counts the digits of each group a number is written in. */
export class NumberingPlan {
  readonly #country: CountryCode;
  readonly #northAmerican: boolean;

  constructor(country: CountryCode) {
    this.#country = country;
    this.#northAmerican = getCountryCallingCode(country) === '1';
  }

  /** A valid number, in groups that a person would write. */
  has(digits: string, sizes: readonly number[]): boolean {
    // Shape first: libphonenumber takes some ten microseconds a candidate.
    const likely = this.#northAmerican
      ? NORTH_AMERICAN.test(digits) && breaksAsNorthAmerican(sizes)
      : breaksAsElsewhere(digits, sizes);
    return likely && (parsePhoneNumberFromString(digits, this.#country)?.isValid() ?? false);
  }

  /**
   * Grouped as 555-123-4567 where that is usual, whether or not there is such an area code: invented numbers and
   * typing errors look like this too.
   */
  isUsualGrouping(sizes: readonly number[]): boolean {
    return this.#northAmerican && ['3,3,4', '1,3,3,4'].includes(sizes.join());
  }
}

/** Area code and exchange start with 2 to 9 (North American Numbering Plan). */
const NORTH_AMERICAN = /^1?[2-9]\d\d[2-9]\d{6}$/;

/** Breaks only after the country code, the area code and the exchange. */
function breaksAsNorthAmerican(sizes: readonly number[]): boolean {
  let left = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.every((size) => {
    left -= size;
    return [10, 7, 4, 0].includes(left);
  });
}

/** A leading zero, or long enough in one piece, or in a few groups that are not all pairs. */
function breaksAsElsewhere(digits: string, sizes: readonly number[]): boolean {
  if (digits.startsWith('0')) return true;
  return sizes.length > 1 ? sizes.length <= 4 && sizes.some((size) => size >= 3) : digits.length >= 10;
}
