/** Moves the focus between the rows of the log: arrows, Home, End; Escape leaves it. */
export function moveByKey(log: HTMLElement, event: KeyboardEvent, leave: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    leave();
    return;
  }
  const rows = [...log.children].filter((child) => child instanceof HTMLElement);
  const current = rows.findIndex((row) => row.contains(event.target as Node));
  const next = nextIndex(event.key, current, rows.length);
  const row = next === null ? undefined : rows[next];
  if (row === undefined) return;
  event.preventDefault();
  row.focus();
}

/** `current` is -1 when the focus is on the log itself; the first arrow key then goes to the newest row. */
function nextIndex(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowUp':
      return current === -1 ? count - 1 : Math.max(current - 1, 0);
    case 'ArrowDown':
      return current === -1 ? count - 1 : Math.min(current + 1, count - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
