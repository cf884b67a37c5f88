/** Anything a template may hold. `null`, `undefined` and `false` render as nothing, so that `condition && html…` works. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** Markup that is safe to send: only {@link html} makes it. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  static fromTemplate(strings: readonly string[], values: readonly HtmlValue[]): Html {
    return new Html(strings.reduce((markup, text, index) => markup + render(values[index - 1]) + text));
  }

  toString(): string {
    return this.#markup;
  }
}

/**
 * Template tag for HTML. Every value is escaped, for element content and for quoted attribute values alike; only
 * other {@link Html} goes in as it is. Attribute values must be in double quotes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.fromTemplate(strings, values);
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
