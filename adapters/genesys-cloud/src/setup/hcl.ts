/** A value in the configuration language of Terraform. Maps keep the order they are written in. */
export type HclValue =
  | string
  | number
  | boolean
  | HclExpression
  | readonly HclValue[]
  | { readonly [key: string]: HclValue };

/** Written as it stands, such as `var.name`. Never made of what an operator or a customer wrote. */
export class HclExpression {
  constructor(readonly text: string) {}
}

/** `resource "type" "name" { … }`, or a block within a block, which has no labels. */
export interface HclBlock {
  readonly type: string;
  readonly labels?: readonly string[];
  readonly attributes?: Readonly<Record<string, HclValue>>;
  readonly blocks?: readonly HclBlock[];
}

/** A value within `jsonencode(…)`, for attributes that hold JSON. */
export function jsonEncoded(value: HclValue): HclExpression {
  return new HclExpression(`jsonencode(${writeValue(value, '  ')})`);
}

/** Blocks as the text of a `.tf` file. */
export function writeHcl(blocks: readonly HclBlock[]): string {
  return `${blocks.map((block) => writeBlock(block, '')).join('\n\n')}\n`;
}

function writeBlock({ type, labels = [], attributes = {}, blocks = [] }: HclBlock, indent: string): string {
  const inner = `${indent}  `;
  const lines = [
    ...Object.entries(attributes).map(([name, value]) => `${inner}${name} = ${writeValue(value, inner)}`),
    ...blocks.map((block) => writeBlock(block, inner)),
  ];
  const head = [type, ...labels.map(quote)].join(' ');
  return lines.length === 0 ? `${indent}${head} {}` : `${indent}${head} {\n${lines.join('\n')}\n${indent}}`;
}

function writeValue(value: HclValue, indent: string): string {
  if (value instanceof HclExpression) return value.text;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map((item) => writeValue(item, indent)).join(', ')}]`;
  const inner = `${indent}  `;
  const entries = Object.entries(value).map(
    ([key, item]) => `${inner}${quote(key)} = ${writeValue(item, inner)}`,
  );
  return entries.length === 0 ? '{}' : `{\n${entries.join('\n')}\n${indent}}`;
}

function isList(value: object): value is readonly HclValue[] {
  return Array.isArray(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * A quoted template that is nothing but the text: no `${…}` or `%{…}` in it means anything, and no character can end
 * it. Lone surrogates, which UTF-8 cannot hold, become U+FFFD. Source: HCL native syntax, section Template Expressions.
 */
export function quote(text: string): string {
  const escaped = text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/["\\\n\r\t]/g, (character) => ESCAPES[character] ?? character)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, codePoint)
    .replace(/[$%]+\{/g, literalSigns);
  return `"${escaped}"`;
}

/** `${` is written `$${`. Where another sign stands before it, it would not be clear which of them is doubled. */
function literalSigns(signs: string): string {
  const [sign = ''] = signs;
  return signs.length === 2 ? `${sign}${signs}` : `${signs.slice(0, -2)}${codePoint(signs.slice(-2, -1))}{`;
}

function codePoint(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
