/** Keeps Tab inside `container`: from the last control to the first and back. */
export function trapTab(container: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') return;
  const controls = [...container.querySelectorAll<HTMLElement>(TABBABLE)].filter(isShown);
  const leaving = event.shiftKey ? controls.at(0) : controls.at(-1);
  const entering = event.shiftKey ? controls.at(-1) : controls.at(0);
  if (focusedIn(container) !== leaving) return;
  event.preventDefault();
  entering?.focus();
}

/** The focused element when it is inside `container`, else null. */
export function focusedIn(container: HTMLElement): Element | null {
  const root = container.getRootNode();
  const focused = root instanceof ShadowRoot ? root.activeElement : null;
  return container.contains(focused) ? focused : null;
}

/** Laid out and not inert, so that it can hold the focus. */
export function isShown(element: Element): boolean {
  return element.getClientRects().length > 0 && element.closest('[inert]') === null;
}

const TABBABLE = 'a[href], button, textarea, summary, [tabindex="0"]';
