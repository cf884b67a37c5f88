import type { EntityType } from '../entity.js';
import { normalizeText } from '../normalized-text.js';
import { maskValue } from './mask-value.js';

/** Kinds of which a coarse part can stay. */
export const GENERALIZABLE: ReadonlySet<EntityType> = new Set(['DOB', 'DATE', 'POSTCODE', 'IP']);

/**
 * Keeps the coarse part of a value and hides it altogether where there is none to tell: of a date the year,
 * `[date of birth 1972]`, of a US ZIP code three digits, `[postcode 902••]`, of an IPv4 address its network,
 * `[ip address 192.0.2.•]`.
 */
export function generalize(type: EntityType, name: string, value: string): string {
  const coarse = GENERALIZERS[type]?.(normalizeText(value).text);
  return coarse === undefined ? maskValue(name, value) : `[${name} ${coarse}]`;
}

const GENERALIZERS: { readonly [Type in EntityType]?: (value: string) => string | undefined } = {
  DOB: birthYear,
  DATE: year,
  POSTCODE: zipArea,
  IP: network,
};

function year(value: string): string | undefined {
  return /(?<!\d)(?:19|20)\d{2}(?!\d)/.exec(value)?.[0];
}

/**
 * 45 CFR 164.514(b)(2)(i)(C): the years of people over 89 may not be told. Their age at the time of reading is not known
 * here, so the bound is a year that nobody under 90 will have for long.
 */
function birthYear(value: string): string | undefined {
  const year = /(?<!\d)(?:19|20)\d{2}(?!\d)|(?:19|20)\d{2}$/.exec(value)?.[0];
  if (year === undefined) return undefined;
  return Number(year) < EARLIEST_YEAR ? `before ${EARLIEST_YEAR}` : year;
}

const EARLIEST_YEAR = 1950;

/** 45 CFR 164.514(b)(2)(i)(B): three digits, and none of areas with 20,000 people or fewer. */
function zipArea(value: string): string | undefined {
  const area = /^(\d{3})\d{2}(?:-\d{4})?$/.exec(value)?.[1];
  if (area === undefined) return undefined;
  return SMALL_AREAS.has(area) ? '000••' : `${area}••`;
}

/** By the 2010 census (HHS de-identification guidance, 2012). */
const SMALL_AREAS = new Set('036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893'.split(' '));

function network(value: string): string | undefined {
  const bytes = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(value)?.[1];
  return bytes === undefined ? undefined : `${bytes}.•`;
}
