const sheets = new Map<string, CSSStyleSheet>();

/** Adds styles to a shadow root. A page that has several roots, or asks again, parses the same text once. */
export function adoptStyles(root: ShadowRoot, text: string): void {
  let sheet = sheets.get(text);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
