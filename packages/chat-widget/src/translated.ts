import { locale } from './locale.js';
import { words } from './words.js';

/** Forms of a text by plural category (CLDR); a form such as `=0` is for exactly that number. */
export interface Plural {
  readonly other: string;
  readonly [category: string]: string;
}

/** A text of a catalog. `{name}` stands for what is filled in. */
export type Template = string | Plural;

type Names<Text> = Text extends `${string}{${string}}${infer Rest}` ? [string, ...Names<Rest>] : [];
type Word<Text> = Text extends string
  ? Names<Text> extends []
    ? string
    : (...values: Names<Text>) => string
  : (count: number) => string;

/** Words as code uses them: those with something to fill in are functions of that, in the order of the English text. */
export type Words<English> = { readonly [Key in keyof English]: Word<English[Key]> };

/** Gives English words in the language that is spoken on the page, also when that changes. */
export function translated<const English extends Readonly<Record<string, Template>>>(
  english: English,
): Words<English> {
  return new Proxy(english, {
    get(_, key: string) {
      const original = english[key] ?? '';
      const template = (words as Readonly<Record<string, Template>>)[key] ?? original;
      if (typeof original !== 'string')
        return (count: number) => fill(formOf(template, count), [['count', number(count)]]);
      const names = [...original.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
      if (names.length === 0) return template;
      return (...values: string[]) =>
        fill(
          formOf(template, 0),
          names.map((name, index) => [name, values[index] ?? '']),
        );
    },
  }) as unknown as Words<English>;
}

const RIGHT_TO_LEFT = /^(ar|he)\b/;
/** First strong isolate and its end (UAX #9): a phone number or a file's name keeps its order in text that runs to the left. */
const ISOLATED = ['\u2068', '\u2069'] as const;
const PLACEHOLDER = /\{(\w+)\}/g;

function fill(text: string, values: readonly (readonly [name: string, value: string])[]): string {
  const byName = new Map(values);
  const [before, after] = RIGHT_TO_LEFT.test(locale()) ? ISOLATED : ['', ''];
  return text.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = byName.get(name);
    return value === undefined ? placeholder : before + value + after;
  });
}

function formOf(template: Template, count: number): string {
  if (typeof template === 'string') return template;
  return template[`=${count}`] ?? template[new Intl.PluralRules(locale()).select(count)] ?? template.other;
}

function number(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}
