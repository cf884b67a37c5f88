/** The language that the portal asks for: of this element, of what it is in, or else the browser's (BCP 47). */
export function languageOf(host: HTMLElement): string {
  return host.dataset.language || host.closest<HTMLElement>('[lang]')?.lang || navigator.language;
}
