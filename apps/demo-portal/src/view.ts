import type { Customer, SignedInCustomer } from './customer.js';
import { type Html, html } from './html.js';
import { ar } from './messages/ar.js';
import { en } from './messages/en.js';
import type { Messages } from './messages.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const CURRENCY = { style: 'currency', currency: 'USD' } as const;
const DATE = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;

/** What a signed-in customer's page is made from: who, in which words, and how numbers and dates are written. */
export interface View {
  readonly customer: SignedInCustomer;
  readonly messages: Messages;
  readonly format: Format;
}

export function createView(customer: SignedInCustomer, now: Date): View {
  return { customer, messages: messagesFor(customer), format: new Format(customer.locale, now) };
}

/** Signed-out pages are in English. */
export function messagesFor(customer: Customer | null): Messages {
  return customer?.locale === 'ar' ? ar : en;
}

class Format {
  readonly #locale: string;
  readonly #now: Date;

  constructor(locale: string, now: Date) {
    this.#locale = locale;
    this.#now = now;
  }

  money(cents: number): Html {
    return dollars(cents, 'auto');
  }

  /** With its sign, also when it is a plus. */
  signedMoney(cents: number): Html {
    return dollars(cents, 'always');
  }

  /** The calendar day (UTC). */
  day(daysAgo: number): string {
    const date = new Date(this.#now.getTime() - daysAgo * DAY_MS);
    return new Intl.DateTimeFormat(this.#locale, DATE).format(date);
  }

  /** A length of time: "3 days". */
  days(count: number): string {
    const unit = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const;
    return new Intl.NumberFormat(this.#locale, unit).format(count);
  }

  /** "one, two and three". */
  list(names: readonly string[]): string {
    return new Intl.ListFormat(this.#locale, { type: 'conjunction' }).format(names);
  }
}

/** Dollars are written from left to right in every language; isolated, so that the sign stays where it belongs. */
function dollars(cents: number, signDisplay: 'auto' | 'always'): Html {
  const amount = new Intl.NumberFormat('en-US', { ...CURRENCY, signDisplay }).format(cents / 100);
  return html`<bdi dir="ltr">${amount}</bdi>`;
}
