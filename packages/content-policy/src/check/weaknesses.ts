import { parseHostSource } from '../match.js';
import type { Policy } from '../policy.js';
import type { Finding } from './finding.js';

/** Where a source that is too wide lets a page be taken over, or data be carried out of it. */
const LOOKED_AT = [
  'default-src',
  'script-src',
  'script-src-elem',
  'style-src',
  'style-src-elem',
  'connect-src',
  'img-src',
  'media-src',
  'font-src',
  'frame-src',
  'child-src',
  'object-src',
];

/** What the policy allows and the chat never needs. */
export function weaknesses(policy: Policy): Finding[] {
  return LOOKED_AT.flatMap((directive) =>
    (policy.get(directive) ?? []).flatMap((source) => weakness(directive, source, policy)),
  );
}

function weakness(directive: string, source: string, policy: Policy): Finding[] {
  const lower = source.toLowerCase();
  const isScript = directive.startsWith('script-src') || directive === 'default-src';
  const found = (rule: string, message: string, remedy: string): Finding[] => [
    { rule, severity: 'warning', directive, message, remedy },
  ];
  if (lower === "'unsafe-inline'" && isScript && !hasNonceOrHash(policy.get(directive) ?? [])) {
    return found(
      'unsafe-inline',
      "'unsafe-inline' lets any script that gets into the page run. The chat does not need it.",
      "Remove 'unsafe-inline'; give scripts of your own in the page a nonce.",
    );
  }
  if (lower === "'unsafe-inline'" && directive.startsWith('style-src')) {
    return found(
      'unsafe-inline',
      "'unsafe-inline' lets injected styles read what stands in fields. The chat does not need it.",
      "Remove 'unsafe-inline'.",
    );
  }
  if (lower === "'unsafe-eval'") {
    return found('unsafe-eval', "The chat does not need 'unsafe-eval'.", "Remove 'unsafe-eval'.");
  }
  if (lower === '*' || /^(https?|wss?):$/.test(lower)) {
    return found(
      'any-host',
      `${source} allows every host there is.`,
      'Name the hosts that you mean; for the chat, what this command prints.',
    );
  }
  const host = parseHostSource(source);
  if (host?.host.startsWith('*.')) {
    return found(
      'any-subdomain',
      `${source} trusts every present and future subdomain, also one that somebody else takes over.`,
      'Name the hosts that you mean.',
    );
  }
  if (host?.scheme === 'http:' || host?.scheme === 'ws:') {
    return found('insecure-source', `${source} may be changed on its way.`, 'Name it with https or wss.');
  }
  return [];
}

/** Beside a nonce or a hash, browsers ignore `'unsafe-inline'` (CSP 3 §6.7.3.2). */
function hasNonceOrHash(sources: readonly string[]): boolean {
  return sources.some((source) => /^'(nonce|sha256|sha384|sha512)-/i.test(source));
}
