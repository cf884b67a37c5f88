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
