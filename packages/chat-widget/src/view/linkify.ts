import { h } from '../dom.js';

/** Plain text as nodes: web addresses become links, everything else stays text. */
export function linkify(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let done = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"]+/gi)) {
    const url = withoutPunctuation(match[0]);
    nodes.push(text.slice(done, match.index), linkTo(url, url));
    done = match.index + url.length;
  }
  nodes.push(text.slice(done));
  return nodes;
}

/** A link that leaves the portal alone: another tab, which learns nothing of this one. */
export function linkTo(url: string, ...label: readonly string[]): HTMLAnchorElement {
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer nofollow' }, ...label);
}

/** A sentence's own punctuation after an address is not part of it; nor is a bracket that the address did not open. */
function withoutPunctuation(url: string): string {
  const trimmed = url.replace(/[.,:;!?'*_\]}]+$/, '');
  const closesForeignBracket = trimmed.endsWith(')') && trimmed.split(')').length > trimmed.split('(').length;
  return closesForeignBracket ? withoutPunctuation(trimmed.slice(0, -1)) : trimmed;
}
