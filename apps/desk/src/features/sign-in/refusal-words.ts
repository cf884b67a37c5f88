const REFUSALS: Readonly<Record<string, string>> = {
  no_id: 'Your company’s sign-in does not say who you are at this desk. Ask those who look after it.',
  no_role: 'Your account has no role at this desk. Ask those who look after your company’s sign-in for one.',
  too_weak: 'Your role needs a stronger sign-in. Sign in again with your second factor.',
  unknown_agent: 'Your account is not among the agents of this desk. Ask those who run it to add you.',
  access_denied: 'The sign-in was cancelled.',
  state: 'That sign-in took too long, or was started elsewhere. Start it again here.',
  unavailable: 'Your company’s sign-in does not answer just now. Try again in a moment.',
};

/** What the code of a refused sign-in means for the person; null when there was none. */
export function signInRefusal(search: string): string | null {
  const code = new URLSearchParams(search).get('refused');
  if (code === null) return null;
  const words = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  return words ?? 'Signing in did not work. Try again.';
}
