import { parseHostSource } from '../match.js';
import type { ParsedPolicy } from '../policy.js';
import type { DeliveredPolicy, Finding } from './finding.js';

const FETCH_DIRECTIVES = [
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'connect-src',
  'img-src',
  'font-src',
  'media-src',
  'object-src',
  'frame-src',
  'child-src',
  'worker-src',
  'manifest-src',
  'fenced-frame-src',
];
const OTHER_DIRECTIVES = [
  'base-uri',
  'form-action',
  'frame-ancestors',
  'sandbox',
  'report-uri',
  'report-to',
  'require-trusted-types-for',
  'trusted-types',
  'upgrade-insecure-requests',
  // Gone from the standard; harmless.
  'block-all-mixed-content',
  'plugin-types',
  'prefetch-src',
  'navigate-to',
  'referrer',
];
const KNOWN = new Set([...FETCH_DIRECTIVES, ...OTHER_DIRECTIVES]);

/** Whether browsers know a directive of this name, in lower case. */
export function isDirective(name: string): boolean {
  return KNOWN.has(name);
}

const HAS_SOURCES = new Set([...FETCH_DIRECTIVES, 'base-uri', 'form-action', 'frame-ancestors']);
const KEYWORDS = [
  'self',
  'none',
  'unsafe-inline',
  'unsafe-eval',
  'unsafe-hashes',
  'strict-dynamic',
  'report-sample',
  'wasm-unsafe-eval',
  'inline-speculation-rules',
];
const UNQUOTED = new RegExp(`^(?:${KEYWORDS.join('|')}|nonce-.+|sha(?:256|384|512)-.+)$`, 'i');
const QUOTED = new RegExp(
  `^'(?:${KEYWORDS.join('|')}|nonce-[\\w+/=-]+|sha(?:256|384|512)-[\\w+/=-]+)'$`,
  'i',
);
const SCHEME = /^[a-z][a-z0-9+.-]*:$/i;
/** Do nothing in a `<meta>` element (CSP 3 §3.3). */
const NOT_IN_META = ['frame-ancestors', 'report-uri', 'sandbox'];

/** What is written so that browsers read something else than was meant, or nothing. */
export function grammarFindings({ policy, repeated }: ParsedPolicy, { from }: DeliveredPolicy): Finding[] {
  return [
    ...repeated.map(
      (name): Finding => ({
        rule: 'repeated-directive',
        severity: 'warning',
        directive: name,
        message: `${name} is written more than once; browsers ignore all but the first.`,
        remedy: `Write one ${name} with the sources of all of them.`,
      }),
    ),
    ...[...policy.keys()].filter((name) => !KNOWN.has(name)).map(unknownDirective),
    ...[...policy].flatMap(([name, values]) => (HAS_SOURCES.has(name) ? sourceFindings(name, values) : [])),
    ...(from === 'meta' ? NOT_IN_META.filter((name) => policy.has(name)).map(ignoredInMeta) : []),
  ];
}

function sourceFindings(directive: string, values: readonly string[]): Finding[] {
  return values.flatMap((value): Finding[] => {
    if (KNOWN.has(value.toLowerCase())) {
      return [
        {
          rule: 'missing-semicolon',
          severity: 'warning',
          directive,
          message: `${value} stands among the sources of ${directive}: the semicolon before it is missing, so ${value} does not exist.`,
          remedy: `Write "; ${value}".`,
        },
      ];
    }
    if (UNQUOTED.test(value)) {
      return [
        {
          rule: 'unquoted-keyword',
          severity: 'warning',
          directive,
          message: `${value} without quotes is taken for the name of a host.`,
          remedy: `Write '${value}'.`,
        },
      ];
    }
    if (value.toLowerCase() === "'none'" && values.length > 1) {
      return [
        {
          rule: 'none-with-others',
          severity: 'warning',
          directive,
          message: `'none' counts for nothing beside other sources.`,
          remedy: "Remove 'none', or the other sources.",
        },
      ];
    }
    if (QUOTED.test(value) || value === '*' || SCHEME.test(value) || parseHostSource(value)) return [];
    return [
      {
        rule: 'bad-source',
        severity: 'warning',
        directive,
        message: `${value} is no source that browsers understand; they ignore it.`,
        remedy:
          "Write a host such as https://support.bank.example, or a keyword in single quotes such as 'self'.",
      },
    ];
  });
}

function unknownDirective(name: string): Finding {
  const meant = closest(name);
  return {
    rule: 'unknown-directive',
    severity: 'warning',
    directive: name,
    message: `There is no directive ${name}; browsers ignore it with all its sources.`,
    remedy: meant ? `Write ${meant}.` : 'Correct its name, or remove it.',
  };
}

/** The directive that was meant, when one is a slip of the pen away: the same letters in another order, or a few changed. */
function closest(name: string): string | null {
  const sorted = (text: string) => [...text.replaceAll(/[^a-z]/g, '')].toSorted().join('');
  const candidates = [...KNOWN].filter(
    (known) =>
      sorted(known) === sorted(name) ||
      known.replace('-', '') === name.replaceAll(/[-_]/g, '') ||
      (name.startsWith(known.slice(0, 5)) && Math.abs(known.length - name.length) <= 3),
  );
  return candidates[0] ?? null;
}

function ignoredInMeta(directive: string): Finding {
  return {
    rule: 'ignored-in-meta',
    severity: 'warning',
    directive,
    message: `${directive} does nothing in a <meta> element.`,
    remedy: `Send ${directive} in a Content-Security-Policy header.`,
  };
}
