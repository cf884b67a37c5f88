import type { TabStorage } from '@throughline/chat-client';

/** This tab's storage; null where the browser or its user has switched it off. */
export function tabStorage(): TabStorage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** Who was at the portal's sign-in with the panel open: see `come-back.ts`. */
export const COME_BACK = 'throughline-come-back';

/** Whether this tab was at the sign-in with its panel open. */
export function isComingBack(): boolean {
  try {
    return tabStorage()?.getItem(COME_BACK) != null;
  } catch {
    return false;
  }
}
