import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

/** Digits with country code, perhaps after `00`: a known country and 8 to 15 digits (ITU-T E.164). */
export function isInternational(digits: string): boolean {
  const plain = digits.startsWith('00') ? digits.slice(2) : digits;
  if (plain.length < 7 || plain.length > 16) return false;
  return [1, 2, 3].some((length) => callingCodes().has(plain.slice(0, length)));
}

/** How national numbers of one country look. `sizes` counts the digits of each group a number is written in. */
export class NumberingPlan {
  readonly #country: CountryCode;
  readonly #northAmerican: boolean;

  /** The plan of a country, made once. */
  static of(country: CountryCode): NumberingPlan {
    const known = plans.get(country);
    if (known !== undefined) return known;
    const plan = new NumberingPlan(country);
    plans.set(country, plan);
    return plan;
  }

  private constructor(country: CountryCode) {
    this.#country = country;
    this.#northAmerican = getCountryCallingCode(country) === '1';
  }

  /** Fewest and most digits of a national number that nothing names. */
  get lengths(): readonly [fewest: number, most: number] {
    return this.#northAmerican ? [10, 11] : [7, 15];
  }

  /** A valid number, in groups that a person would write. */
  has(digits: string, sizes: readonly number[]): boolean {
    if (this.#northAmerican) {
      return NORTH_AMERICAN.test(digits) && breaksAsNorthAmerican(sizes) && isAreaCode(digits.slice(-10, -7));
    }
    // Shape first: libphonenumber takes some ten microseconds a candidate.
    return (
      breaksAsElsewhere(digits, sizes) &&
      (parsePhoneNumberFromString(digits, this.#country)?.isValid() ?? false)
    );
  }

  /**
   * Grouped as 555-123-4567 where that is usual, whether or not there is such an area code: invented numbers and
   * typing errors look like this too.
   */
  isUsualGrouping(sizes: readonly number[]): boolean {
    return this.#northAmerican && ['3,3,4', '1,3,3,4'].includes(sizes.join());
  }
}

const plans = new Map<CountryCode, NumberingPlan>();

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

const areaCodes = new Map<string, boolean>();

/** Whether numbers with this area code are in use. Asked once for each of the 800, because that is what takes time. */
function isAreaCode(area: string): boolean {
  let known = areaCodes.get(area);
  if (known === undefined) {
    known = ['2', '3', '4', '5', '6', '7', '8', '9'].some(
      (exchange) => parsePhoneNumberFromString(`${area}${exchange}550100`, 'US')?.isValid() ?? false,
    );
    areaCodes.set(area, known);
  }
  return known;
}

let codes: ReadonlySet<string> | undefined;

function callingCodes(): ReadonlySet<string> {
  codes ??= new Set([
    ...getCountries().map((country) => String(getCountryCallingCode(country))),
    ...NON_GEOGRAPHIC,
  ]);
  return codes;
}

/** ITU-T E.164.D: toll-free, satellite, universal and premium services. */
const NON_GEOGRAPHIC = ['800', '808', '870', '878', '881', '882', '883', '888', '979'];
