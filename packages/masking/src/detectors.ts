import { accountNumber, bankAccountNumber } from './detectors/account-number.js';
import { bankCodes, bic } from './detectors/bank-account.js';
import { caSin } from './detectors/ca-sin.js';
import { calendarDate } from './detectors/calendar-date.js';
import { cardExpiry, spelledCardExpiry } from './detectors/card-expiry.js';
import { codeAfterCard, expiryAfterCard } from './detectors/card-trailer.js';
import { coordinates } from './detectors/coordinates.js';
import { cryptoAddress } from './detectors/crypto-address.js';
import { dateOfBirth } from './detectors/date-of-birth.js';
import type { Detector, DetectorOptions } from './detectors/detector.js';
import { deviceIds } from './detectors/device-id.js';
import { driverLicense, italianDriverLicense, ukDriverLicense } from './detectors/driver-license.js';
import { email } from './detectors/email.js';
import { iban } from './detectors/iban.js';
import { internationalPhone } from './detectors/international-phone.js';
import { ipAddress } from './detectors/ip-address.js';
import { letteredMacAddress, macAddress } from './detectors/mac-address.js';
import { medicalIds } from './detectors/medical-id.js';
import { nationalIds } from './detectors/national-ids.js';
import { announcedCode, oneTimeCode } from './detectors/one-time-code.js';
import { germanPassport, passport } from './detectors/passport.js';
import { password } from './detectors/password.js';
import { paymentCard } from './detectors/payment-card.js';
import { personName } from './detectors/person-name.js';
import { phone, phoneWithPlus } from './detectors/phone.js';
import { pin, statedPin } from './detectors/pin.js';
import { postalAddress } from './detectors/postal-address.js';
import { postcodes, usZip } from './detectors/postcode.js';
import { secret } from './detectors/secret.js';
import { securityCode } from './detectors/security-code.js';
import { serialNumber } from './detectors/serial-number.js';
import { spelledCard } from './detectors/spelled-card.js';
import { spelledCode } from './detectors/spelled-code.js';
import { spelledEmail } from './detectors/spelled-email.js';
import { spelledPhone } from './detectors/spelled-phone.js';
import { mistypedUkNino, ukNino } from './detectors/uk-nino.js';
import { url } from './detectors/url.js';
import { usItin } from './detectors/us-itin.js';
import { printedUsSsn, usSsn } from './detectors/us-ssn.js';
import { username } from './detectors/username.js';
import { vehicleIds } from './detectors/vehicle-id.js';
import { isIdentifierLabel } from './engine/context.js';
import { Identifiers } from './engine/identifiers.js';
import type { TypedSpan } from './engine/spans.js';
import { type ScannedText, Vocabulary } from './engine/text-scan.js';

/** Detectors that look at the same text; where two of them find something, the earlier one has it. */
type Stage = (source: ScannedText, options: DetectorOptions) => readonly TypedSpan[];

/** The better proven ones first: of two that may be right without a label, the earlier one has the value. */
const IDENTIFIERS = new Identifiers([
  macAddress,
  ukNino,
  mistypedUkNino,
  usItin,
  printedUsSsn,
  caSin,
  germanPassport,
  ...medicalIds,
  ...vehicleIds,
  ...nationalIds,
  ukDriverLicense,
  italianDriverLicense,
  ...bankCodes,
  cryptoAddress,
  ...deviceIds,
  passport,
  driverLicense,
  usSsn,
  ...postcodes,
  cardExpiry,
  securityCode,
  pin,
  oneTimeCode,
  accountNumber,
  bankAccountNumber,
]);

const NOTHING: readonly TypedSpan[] = [];

/** A bit that no detector has: there are fewer of them. */
const LABEL = 1 << 30;

const identifiers = (source: ScannedText) =>
  source.codes.length === 0 ? NOTHING : IDENTIFIERS.find(source, LABEL);

/** What is better proven, or holds other values in it, comes first: an address may contain a card number. */
const DETECTORS: readonly (readonly Detector[])[] = [
  [secret, email, spelledEmail],
  [password, username],
  [
    iban,
    paymentCard,
    phoneWithPlus,
    spelledCard,
    spelledPhone,
    spelledCode,
    letteredMacAddress,
    ipAddress,
    coordinates,
  ],
  [expiryAfterCard, codeAfterCard, dateOfBirth, spelledCardExpiry, announcedCode, statedPin, bic],
];

const LAST: readonly Detector[] = [phone, usZip, postalAddress, personName];

const OPTIONAL: readonly Detector[] = [url, calendarDate, serialNumber];

const ALL = [...DETECTORS.flat(), ...LAST, ...OPTIONAL].filter(({ cues }) => cues !== undefined);

/** The words that detectors wait for. */
export const CUED = new Vocabulary(cuesByWord());

const NAMING = IDENTIFIERS.words;

/** Whether a word bears on what a value beside it is. @param word in lower case */
export function namesValues(word: string): boolean {
  return CUED.knows(word) || NAMING.has(word) || isIdentifierLabel(word);
}

export const STAGES: readonly Stage[] = [
  ...DETECTORS.map(stageOf),
  identifiers,
  stageOf(LAST),
  stageOf([internationalPhone]),
];

/** Comes after all others, and only when asked for. */
export const OPTIONAL_STAGE: Stage = stageOf(OPTIONAL);

function stageOf(detectors: readonly Detector[]): Stage {
  const all = detectors.map((detector) => ({ detector, cue: cueOf(detector) }));
  return (source, options) => {
    let found: TypedSpan[] | undefined;
    for (const { detector, cue } of all) {
      const { looksAt, type } = detector;
      if ((source.cues & cue) === 0 && (looksAt === undefined || source[looksAt].length === 0)) continue;
      for (const { start, end, score } of detector.find(source, options, cue)) {
        found ??= [];
        found.push({ start, end, score, type });
      }
    }
    return found ?? NOTHING;
  };
}

function cueOf(detector: Detector): number {
  return detector.cues === undefined ? 0 : 1 << ALL.indexOf(detector);
}

function cuesByWord(): ReadonlyMap<string, number> {
  const cues = new Map<string, number>();
  for (const detector of ALL) {
    for (const word of detector.cues ?? []) cues.set(word, (cues.get(word) ?? 0) | cueOf(detector));
  }
  for (const word of IDENTIFIERS.labels) cues.set(word, (cues.get(word) ?? 0) | LABEL);
  return cues;
}
