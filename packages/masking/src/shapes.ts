/** Day, month and year in numbers, in any order. */
export function isDate(text: string): boolean {
  return /^(?:\d{1,2}([-./ ])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}([-./ ])\d{1,2}\2\d{1,2})$/.test(text);
}

/** Four numbers below 1,000 with dots between them, as in IPv4 addresses and versions. */
export function isDottedQuad(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}
