/** What the page says of the customer's concern; the gateway masks it before anybody at Genesys reads it. */
let given: Readonly<Record<string, string>> = {};
let onChange: () => void = () => undefined;

export function pageAttributes(): Readonly<Record<string, string>> {
  return given;
}

/** Adds to what was said before. */
export function setPageAttributes(more: Readonly<Record<string, string>>): void {
  given = { ...given, ...more };
  onChange();
}

export function whenAttributesChange(hear: () => void): void {
  onChange = hear;
}
