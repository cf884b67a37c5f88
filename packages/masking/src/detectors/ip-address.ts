import { wordSet, wordsBefore } from '../engine/context.js';
import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** IPv4 (RFC 791) and IPv6 addresses (RFC 4291), told by a parser and not by their looks alone. */
export const ipAddress: Detector = {
  type: 'IP',
  looksAt: 'codes',
  find: (source) => [...ipv4(source), ...ipv6(source)].sort((a, b) => a.start - b.start),
};

const IPV4 = /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\w:-]|\.\d)/y;
const PORT = /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?=:\d{1,5}(?!\d))/y;
const IPV6 =
  /(?:[0-9a-f]{0,4}:){2,9}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?:%\w{1,16})?(?:\/\d{1,3})?(?![\w:]|\.\d)/iy;
const OTHER = wordSet(
  'version versions v ver release firmware build section chapter clause paragraph driver app software ios android update',
);
const OWN = wordSet('ip ips ipv address addr server host');

function ipv4({ text, digitRuns }: ScannedText): readonly Span[] {
  const spans: Span[] = [];
  for (let run = 0; run < digitRuns.length; run += 2) {
    const start = digitRuns[run] ?? 0;
    const end = digitRuns[run + 1] ?? 0;
    if (text[end] !== '.' || end - start > 3) continue;
    IPV4.lastIndex = start;
    PORT.lastIndex = start;
    const value = (IPV4.exec(text) ?? PORT.exec(text))?.[0];
    if (value === undefined || !isIpv4(value.replace(/\/.*/, ''))) continue;
    if (
      wordsBefore(text, start)
        .slice(0, 2)
        .some((word) => OTHER.has(word))
    )
      continue;
    spans.push({ start, end: start + value.length, score: 0.9 });
  }
  return spans;
}

function ipv6({ text, colons }: ScannedText): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const colon of colons) {
    if (colon < from) continue;
    let start = colon;
    while (start > from && colon - start < 4 && HEX.test(text[start - 1] ?? '')) start -= 1;
    from = colon + 1;
    if (/[\w.:]/.test(text[start - 1] ?? ' ') && start < colon) continue;
    IPV6.lastIndex = start;
    const value = IPV6.exec(text)?.[0];
    if (value === undefined) continue;
    const plain = value.replace(/[%/].*/, '');
    const named = wordsBefore(text, start)
      .slice(0, 2)
      .some((word) => OWN.has(word));
    if (isIpv6(plain) || (named && /^[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){6,9}$/i.test(plain))) {
      spans.push({ start, end: start + value.length, score: 0.9 });
    }
    from = start + value.length;
  }
  return spans;
}

const HEX = /[0-9a-f]/i;

function isIpv4(value: string): boolean {
  return value.split('.').every((part) => Number(part) <= 255 && !/^0\d/.test(part));
}

/**
 * Eight groups, or fewer around one "::"; the last two may be an IPv4 address. A digit is asked for, because words of
 * the letters a to f stand beside "::" in code, and more than a number before two colons.
 */
function isIpv6(value: string): boolean {
  const halves = value.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const size = groups.reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0);
  const wellFormed = groups.every((group, index) =>
    group.includes('.') ? index === groups.length - 1 && isIpv4(group) : group !== '',
  );
  const enough = groups.length > 1 || halves[0] === '';
  return (
    enough &&
    /\d/.test(value) &&
    wellFormed &&
    (halves.length === 2 ? size < 8 : halves.length === 1 && size === 8)
  );
}
