import type { Region } from '@throughline/guest-api';
import type { Needs } from '../needs.js';
import { type ParsedPolicy, parsePolicies, parsePolicy } from '../policy.js';
import { blockedFindings, wrongRegion } from './blocked.js';
import type { CheckedPage, DeliveredPolicy, Finding } from './finding.js';
import { grammarFindings } from './grammar.js';
import { weaknesses } from './weaknesses.js';

interface Read {
  readonly parsed: ParsedPolicy;
  readonly delivered: DeliveredPolicy;
}

/**
 * What a page's policies do to the chat, worst first. All policies of a page must allow what it loads.
 * @param region The region of Genesys Cloud in direct mode.
 */
export function checkPage(page: CheckedPage, needs: Needs, region: Region | null = null): Finding[] {
  const all = page.policies.flatMap((delivered): Read[] => {
    const parsed = delivered.from === 'meta' ? [parsePolicy(delivered.text)] : parsePolicies(delivered.text);
    return parsed.filter(({ policy }) => policy.size > 0).map((each) => ({ parsed: each, delivered }));
  });
  const enforced = all.filter(({ delivered }) => !delivered.reportOnly);
  const reported = all.filter(({ delivered }) => delivered.reportOnly);
  const findings = [
    ...presence(enforced, reported),
    ...enforced.flatMap(({ parsed, delivered }) => [
      ...grammarFindings(parsed, delivered),
      ...blockedFindings(parsed.policy, needs.loads, page),
      ...(region ? wrongRegion(parsed.policy, region) : []),
      ...sandboxed(parsed),
      ...trustedTypes(parsed, needs),
      ...weaknesses(parsed.policy),
    ]),
    ...reported.flatMap(({ parsed }) =>
      blockedFindings(parsed.policy, needs.loads, page).map(
        (finding): Finding => ({
          ...finding,
          severity: 'note',
          message: `Only reported now, and blocked once that policy is enforced: ${finding.message}`,
        }),
      ),
    ),
  ];
  return [...unique(findings)].toSorted((a, b) => rank(a) - rank(b));
}

function presence(enforced: readonly Read[], reported: readonly Read[]): Finding[] {
  if (enforced.length === 0) {
    const hasReports = reported.length > 0;
    return [
      {
        rule: hasReports ? 'report-only' : 'no-policy',
        severity: 'warning',
        directive: null,
        message: hasReports
          ? 'The page only reports violations: nothing is blocked, and nothing is protected.'
          : 'The page has no Content-Security-Policy: nothing is blocked, and nothing is protected.',
        remedy: hasReports
          ? 'Send it as Content-Security-Policy once the reports are clean.'
          : 'Print one with: throughline csp --for …',
      },
    ];
  }
  if (enforced.length === 1) return [];
  const from = enforced.map(({ delivered }) => delivered.from).join(', ');
  return [
    {
      rule: 'several-policies',
      severity: 'note',
      directive: null,
      message: `The page has ${enforced.length} policies (${from}); each of them must allow what is loaded, and adding to one does not widen another. A comma inside a policy also begins a new one.`,
      remedy: 'Keep one policy, and change it in one place.',
    },
  ];
}

function sandboxed({ policy }: ParsedPolicy): Finding[] {
  const sandbox = policy.get('sandbox');
  const missing = ['allow-scripts', 'allow-same-origin', 'allow-forms'].filter(
    (token) => sandbox && !sandbox.includes(token),
  );
  if (missing.length === 0) return [];
  return [
    {
      rule: 'sandboxed',
      severity: 'error',
      directive: 'sandbox',
      message: `The page is sandboxed without ${missing.join(', ')}: scripts, cookies or forms do not work in it, and so neither does the chat.`,
      remedy: `Add ${missing.join(' ')} to sandbox, or remove it.`,
    },
  ];
}

function trustedTypes({ policy }: ParsedPolicy, { worksUnderTrustedTypes }: Needs): Finding[] {
  if (worksUnderTrustedTypes || !policy.has('require-trusted-types-for')) return [];
  return [
    {
      rule: 'trusted-types',
      severity: 'warning',
      directive: 'require-trusted-types-for',
      message: 'The page requires Trusted Types, and the Messenger is not known to work under them.',
      remedy: 'Remove require-trusted-types-for from pages with the Messenger, or use relay mode.',
    },
  ];
}

function unique(findings: readonly Finding[]): Iterable<Finding> {
  return new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values();
}

function rank({ severity }: Finding): number {
  return { error: 0, warning: 1, note: 2 }[severity];
}
