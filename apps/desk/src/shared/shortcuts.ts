export type ShortcutAction = 'next' | 'previous' | 'reply' | 'end';

export interface Shortcut {
  /** `KeyboardEvent.code`: the place of the key, since Alt changes the letter on many keyboards. */
  readonly code: string;
  readonly keys: string;
  readonly action: ShortcutAction;
  readonly words: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { code: 'KeyJ', keys: 'Alt+J', action: 'next', words: 'Next conversation' },
  { code: 'KeyK', keys: 'Alt+K', action: 'previous', words: 'Previous conversation' },
  { code: 'KeyL', keys: 'Alt+L', action: 'reply', words: 'Go to the reply box' },
  { code: 'KeyE', keys: 'Alt+E', action: 'end', words: 'End the conversation (asks first)' },
];

/** The action that a key press asks for; null when it is not one of {@link SHORTCUTS}. */
export function shortcutFor(event: KeyboardEvent): ShortcutAction | null {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return null;
  return SHORTCUTS.find(({ code }) => code === event.code)?.action ?? null;
}
