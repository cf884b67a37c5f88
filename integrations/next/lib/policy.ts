/**
 * As `throughline csp --for next --merge "…"` prints it, with a nonce in the place of `'self'` for scripts: Next's own inline
 * scripts need one, and the chat's script, which has it too, may fetch the rest of itself by 'strict-dynamic'.
 * The names under `trusted-types` are Next's; the chat needs none.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types nextjs nextjs#bundler',
  ].join('; ');
}
