import { focusedIn, isShown } from './focus.js';

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

const TABBABLE = 'a[href], button, textarea, summary, [tabindex="0"]';
