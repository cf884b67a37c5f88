import type { CallAsked } from '@throughline/core';
import type { CallbackWish } from '@throughline/protocol';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { WireError } from '../errors.js';

/**
 * What a customer wrote, as a call can be promised by it.
 * @param locale BCP 47; its region is where a number without a country code belongs
 * @throws WireError `bad_request` for what is no phone number or time zone
 */
export function toCallbackWish(
  { phone, at, timeZone, note }: CallbackWish,
  locale: string | null,
): CallAsked {
  const country = countryOf(locale);
  const number = parsePhoneNumberFromString(phone, country ? { defaultCountry: country } : undefined);
  if (!number?.isValid()) {
    throw new WireError(
      'bad_request',
      'This is no phone number that can be called. Write it with its country code, such as +49 30 1234567.',
    );
  }
  if (!isTimeZone(timeZone)) {
    throw new WireError('bad_request', 'There is no such time zone. Name it as in Europe/Berlin.');
  }
  return { phone: number.number, at: at === undefined ? null : new Date(at), timeZone, note: note ?? null };
}

function countryOf(locale: string | null): CountryCode | undefined {
  if (locale === null) return undefined;
  try {
    const { region } = new Intl.Locale(locale).maximize();
    return region && isSupportedCountry(region) ? region : undefined;
  } catch {
    return undefined;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
