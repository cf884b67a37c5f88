import { wordsBefore } from '../label.js';
import { spansOf, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** IPv4 (RFC 791) and IPv6 addresses (RFC 4291), told by a parser and not by their looks alone. */
export const ipAddress: Detector = {
  type: 'IP',
  find: (text) =>
    spansOf(text, SHAPE, (value, start) => {
      if (
        wordsBefore(text, start)
          .slice(-1)
          .some((word) => OTHER.has(word))
      )
        return 0;
      return isAddress(value.replace(/[%/].*/, '')) ? 0.9 : 0;
    }),
};

const SHAPE =
  /(?<![\w.:])(?:(?:[0-9a-f]{0,4}:){2,8}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?:%\w{1,16})?|(?:\d{1,3}\.){3}\d{1,3})(?:\/\d{1,3})?(?![\w:]|\.\d)/gi;
const OTHER = wordSet(
  'version versions v release firmware build section chapter clause paragraph driver app',
);

function isAddress(value: string): boolean {
  return value.includes(':') ? isIpv6(value) : isIpv4(value);
}

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
