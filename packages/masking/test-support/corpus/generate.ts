import { ENTITY_TYPES, type EntityType, OPTIONAL_TYPES } from '../../src/entity.js';
import { nationalIds, taxIds } from './national-values.js';
import { NEGATIVE_TEMPLATES } from './negative-templates.js';
import { POSITIVE_TEMPLATES } from './positive-templates.js';
import { Random } from './random.js';
import { VALUES } from './values.js';

/** What is always looked for. */
export const CORPUS_TYPES = ENTITY_TYPES.filter((type) => !OPTIONAL_TYPES.includes(type));

export interface CorpusCase {
  readonly text: string;
  /** Ascending, in UTF-16 code units. */
  readonly spans: readonly { readonly start: number; readonly end: number; readonly type: EntityType }[];
  /** The kind it is about; undefined for what must stay as it is. */
  readonly about?: EntityType;
  readonly disguised: boolean;
}

const SEED = 20_251_125;
const EACH = 40;
const DISGUISED_EACH = 24;
const NEGATIVES = 720;

/** The corpus, the same every time. All values are invented. */
export function generateCorpus(): readonly CorpusCase[] {
  const random = new Random(SEED);
  const positives = CORPUS_TYPES.flatMap((type) =>
    Array.from({ length: EACH }, (_, index) => positive(random, type, index)),
  );
  const disguised = Object.entries(DISGUISES).flatMap(([, disguise]) =>
    Array.from({ length: DISGUISED_EACH / 2 }, () => disguise(random)),
  );
  const negatives = Array.from({ length: NEGATIVES }, (_, index) => negative(random, index));
  return [...positives, ...disguised, ...negatives];
}

function positive(random: Random, type: EntityType, index: number): CorpusCase {
  const templates = POSITIVE_TEMPLATES[type];
  const template = templates[index % templates.length] ?? '{}';
  const noise = template === '{}' ? '' : random.pick(['', '', '', 'ok so ', 'hi, ', 'sure, ']);
  const end =
    template === '{}' || template.includes('\n')
      ? ''
      : random.pick(['', '', '', ' thanks', '.', ' please check']);
  return { ...filled(random, noise + template + end, type), about: type, disguised: false };
}

function negative(random: Random, index: number): CorpusCase {
  const template = NEGATIVE_TEMPLATES[index % NEGATIVE_TEMPLATES.length] ?? '';
  return { ...filled(random, template, undefined), spans: [], disguised: false };
}

function filled(
  random: Random,
  template: string,
  type: EntityType | undefined,
): Pick<CorpusCase, 'text' | 'spans'> {
  const spans: { start: number; end: number; type: EntityType }[] = [];
  let text = '';
  let from = 0;
  for (const { index, 0: mark, 1: name = '' } of template.matchAll(/\{(\w*)\}/g)) {
    text += template.slice(from, index);
    from = index + mark.length;
    const kind = ENTITY_TYPES.find((each) => each === (name === '' ? type : name));
    const { before, value, kind: own } = valueFor(random, name, kind);
    text += before;
    if (own !== undefined) spans.push({ start: text.length, end: text.length + value.length, type: own });
    text += value;
  }
  return { text: text + template.slice(from), spans };
}

function valueFor(random: Random, name: string, kind: EntityType | undefined) {
  if (kind !== undefined) return { before: '', value: VALUES[kind](random), kind };
  if (name === 'nationalLabel') return labeled(nationalIds(random), NATIONAL_FORMS, 'NATIONAL_ID');
  if (name === 'taxLabel') return labeled(taxIds(random), TAX_FORMS, 'TAX_ID');
  const filler = FILLERS[name];
  if (filler === undefined) throw new Error(`no filler ${name}`);
  return { before: '', value: filler(random), kind: undefined };
}

function labeled(value: string, forms: readonly (readonly [RegExp, string])[], kind: EntityType) {
  const label = forms.find(([form]) => form.test(value))?.[1] ?? '';
  return { before: `${label} `, value, kind };
}

const NATIONAL_FORMS = [
  [/^\d{8}[A-Z]$/, 'dni'],
  [/^\d{3}\./, 'cpf'],
  [/^\d{2}\.\d{2}\./, 'rijksregisternummer'],
  [/^\d{6}-/, 'personnummer'],
  [/ /, 'aadhaar'],
  [/^\d{9}$/, 'bsn'],
  [/^\d{11}$/, 'pesel'],
] as const;

const TAX_FORMS = [
  [/^[A-Z]/, 'pan'],
  [/ /, 'tfn'],
  [/^\d{9}$/, 'nif'],
] as const;

const FILLERS: Readonly<Record<string, (random: Random) => string>> = {
  order: (random) =>
    random
      .shaped(random.pick(['M-#####', '#W#######', 'ORD-########', '##########', 'A#####']))
      .replace(/^#/, ''),
  amazon: (random) => random.shaped('114-#######-#######'),
  ups: (random) => random.shaped('1Z999AA1########'),
  tenDigits: (random) => random.digits(10),
  twelveDigits: (random) => random.digits(12),
  sevenDigits: (random) => random.digits(7),
  fourDigits: (random) => random.digits(4),
  pnr: (random) => random.from('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 6),
  sku: (random) => random.shaped('@@#-####'),
  serial: (random) => random.shaped('@@@#######'),
  price: (random) =>
    random.pick([
      `$${random.between(1, 900)}.${random.digits(2)}`,
      `${random.between(10, 999)}.${random.digits(2)} EUR`,
      `£${random.between(1, 5)},${random.digits(3)}.00`,
    ]),
  date: (random) =>
    random.pick([
      `${random.between(1, 28)}/${random.between(1, 12)}/2026`,
      `2026-${random.pick(['01', '06', '11'])}-${random.between(10, 28)}`,
      `November ${random.between(1, 28)}`,
    ]),
  monthYear: (random) => `0${random.between(1, 9)}/27`,
  year: (random) => String(random.between(2001, 2026)),
  time: (random) =>
    random.pick([
      `${random.between(1, 12)}:${random.digits(1)}0`.replace(/:[6-9]/, ':3'),
      `${random.between(1, 11)} pm`,
    ]),
  version: (random) =>
    `${random.between(1, 17)}.${random.between(0, 20)}.${random.between(0, 9)}${random.pick(['', '.12'])}`,
  count: (random) => String(random.between(2, 60)),
  room: (random) => String(random.between(100, 999)),
  flight: (random) => random.shaped('@@####'),
  isbn: (random) => `978-${random.digits(1)}-${random.digits(4)}-${random.digits(4)}-${random.digits(1)}`,
  promo: (random) => `${random.pick(['SAVE', 'SPRING', 'WELCOME'])}${random.digits(2)}`,
  hash: (random) => random.from('0123456789abcdef', 7),
  hex: (random) => random.from('0123456789abcdef', 6),
  uuid: (random) =>
    random.from('0123456789abcdef', 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'),
};

const NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Ways to write a value so that no plain pattern finds it. */
const DISGUISES: Readonly<Record<string, (random: Random) => CorpusCase>> = {
  zeroWidth: (random) => disguised(random, 'CREDIT_CARD', (value) => [...value].join('\u200b')),
  fullWidth: (random) => disguised(random, 'CREDIT_CARD', (value) => moved(value, 0xff10)),
  arabic: (random) => disguised(random, 'PHONE', (value) => moved(value, 0x660)),
  noBreak: (random) => disguised(random, 'IBAN', (value) => value.replace(/ /g, '\u00a0')),
  dash: (random) => disguised(random, 'US_SSN', (value) => value.replace(/[- ]/g, '\u2013')),
  spaced: (random) => disguised(random, 'CREDIT_CARD', (value) => [...value.replace(/\D/g, '')].join(' ')),
  dotted: (random) =>
    disguised(random, 'CREDIT_CARD', (value) => value.replace(/\D/g, '').replace(/(....)(?=.)/g, '$1.')),
  entities: (random) =>
    disguised(random, 'CREDIT_CARD', (value) => value.replace(/^\d/, (digit) => `&#${digit.charCodeAt(0)};`)),
  letters: (random) =>
    disguised(random, 'CREDIT_CARD', (value) => value.replace(/0/g, 'O').replace(/1/g, 'l')),
  words: (random) =>
    disguised(random, 'CREDIT_CARD', (value) =>
      [...value.replace(/\D/g, '')].map((digit) => NAMES[Number(digit)]).join(' '),
    ),
  spelledAt: (random) =>
    disguised(random, 'EMAIL', (value) =>
      value
        .replace('@', ' (at) ')
        .replaceAll('.', ' dot ')
        .replace(/^(\S+) dot (?=\S+ \(at\))/, '$1.'),
    ),
  softHyphen: (random) => disguised(random, 'UK_NINO', (value) => value.replace(/(\d)/, '$1\u00ad')),
};

function moved(value: string, zero: number): string {
  return value.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

function disguised(random: Random, type: EntityType, disguise: (value: string) => string): CorpusCase {
  const before = random.pick(['it is ', 'here: ', '']);
  const value = disguise(VALUES[type](random));
  const start = before.length;
  return {
    text: `${before}${value}${before === '' ? '' : random.pick(['', ' ok'])}`,
    spans: [{ start, end: start + value.length, type }],
    about: type,
    disguised: true,
  };
}
