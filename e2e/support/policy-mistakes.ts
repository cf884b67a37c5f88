/** Policies as portals have them, and what `throughline csp --check` must say first about each. */
export interface PolicyCase {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In the page's head. */
  readonly meta?: string;
  /** On the tag of the widget. */
  readonly nonce?: string;
  /** Rules of the findings that must be among those of the command. */
  readonly rules: readonly string[];
  /** Whether the chat works all the same. */
  readonly works: boolean;
}

const policy = (text: string) => ({ 'content-security-policy': text });
const good = "script-src 'self'; connect-src 'self'";

export const POLICY_CASES: readonly PolicyCase[] = [
  { name: 'none at all', headers: {}, rules: ['no-policy'], works: true },
  { name: 'just what is needed', headers: policy(`default-src 'none'; ${good}`), rules: [], works: true },
  {
    name: 'the older guide: own scripts, and the hosts of the contact center for connections',
    headers: policy("script-src 'self'; connect-src https://*.mypurecloud.com wss://*.mypurecloud.com"),
    rules: ['connection-blocked', 'any-subdomain'],
    works: false,
  },
  {
    name: 'nothing but a default',
    headers: policy("default-src 'none'"),
    rules: ['script-blocked'],
    works: false,
  },
  {
    name: 'no connections beside a strict default',
    headers: policy("default-src 'none'; script-src 'self'"),
    rules: ['connection-blocked'],
    works: false,
  },
  {
    name: 'a keyword without quotes',
    headers: policy("script-src self; connect-src 'self'"),
    rules: ['unquoted-keyword', 'script-blocked'],
    works: false,
  },
  {
    name: 'a missing semicolon',
    headers: policy("default-src 'none' script-src 'self'; connect-src 'self'"),
    rules: ['missing-semicolon'],
    works: true,
  },
  {
    name: 'a misspelled directive',
    headers: policy("default-src 'none'; script-src 'self'; conect-src 'self'"),
    rules: ['unknown-directive', 'connection-blocked'],
    works: false,
  },
  {
    name: 'a directive twice',
    headers: policy("script-src 'none'; connect-src 'self'; script-src 'self'"),
    rules: ['repeated-directive', 'script-blocked'],
    works: false,
  },
  {
    name: 'a comma instead of a semicolon',
    headers: policy("script-src 'self', default-src 'none'; connect-src 'self'"),
    rules: ['several-policies', 'script-blocked'],
    works: false,
  },
  {
    name: 'a second policy in the page, which is narrower',
    headers: policy(good),
    meta: "connect-src 'none'",
    rules: ['several-policies', 'connection-blocked'],
    works: false,
  },
  {
    name: 'scripts by nonce, and a tag without one',
    headers: policy("script-src 'nonce-cjRuZG9t' 'strict-dynamic' 'self'; connect-src 'self'"),
    rules: ['nonce-missing'],
    works: false,
  },
  {
    name: 'scripts by nonce, and a tag with another one',
    headers: policy("script-src 'nonce-cjRuZG9t' 'strict-dynamic'; connect-src 'self'"),
    nonce: 'b2xkZXI',
    rules: ['nonce-missing'],
    works: false,
  },
  {
    name: 'scripts by nonce, and a tag that carries it',
    headers: policy("script-src 'nonce-cjRuZG9t' 'strict-dynamic'; connect-src 'self'"),
    nonce: 'cjRuZG9t',
    rules: [],
    works: true,
  },
  {
    name: 'another port',
    headers: policy("script-src http://localhost:1; connect-src 'self'"),
    rules: ['nearly'],
    works: false,
  },
  {
    name: 'another path',
    headers: policy("script-src 'self' ; connect-src {origin}/support/v2/ ws:"),
    rules: ['nearly'],
    works: false,
  },
  {
    name: 'a sandbox without scripts',
    headers: policy(`${good}; sandbox allow-forms allow-same-origin`),
    rules: ['sandboxed'],
    works: false,
  },
  {
    name: 'only reported',
    headers: { 'content-security-policy-report-only': "default-src 'none'" },
    rules: ['report-only', 'script-blocked'],
    works: true,
  },
  {
    name: 'wider than needed',
    headers: policy("script-src * 'unsafe-inline' 'unsafe-eval'; connect-src *"),
    rules: ['any-host', 'unsafe-inline', 'unsafe-eval'],
    works: true,
  },
  {
    name: 'what a page cannot say',
    headers: {},
    meta: `${good}; frame-ancestors 'none'`,
    rules: ['ignored-in-meta'],
    works: true,
  },
  {
    name: "'none' beside others",
    headers: policy("script-src 'none' 'self'; connect-src 'self'"),
    rules: ['none-with-others'],
    works: true,
  },
  {
    name: 'Trusted Types without any policy',
    headers: policy(`${good}; require-trusted-types-for 'script'; trusted-types 'none'`),
    rules: [],
    works: true,
  },
];
