import { findRegion, REGIONS, type Region } from '@throughline/guest-api';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { describe, expect, it } from 'vitest';
import { allows } from './match.js';
import { mergePolicy, strictPolicy } from './merge.js';
import { directNeeds, type Needs, relayNeeds } from './needs.js';
import { formatPolicy, parsePolicy } from './policy.js';

const PAGE = new URL('https://www.bank.example/account');
const OWN = relayNeeds(new URL('https://www.bank.example/support'), PAGE);
const SIBLING = relayNeeds(new URL('https://support.bank.example/support'), PAGE);
const direct = (region: Region) => directNeeds(region, new URL('https://www.bank.example/support'), PAGE);

const allAllowed = (policy: string, { loads }: Needs) =>
  loads.every((load) => allows(parsePolicy(policy).policy, load, PAGE));
const merge = (policy: string, needs: Needs) =>
  formatPolicy(mergePolicy(parsePolicy(policy).policy, needs, PAGE).policy);

describe('a printed policy', () => {
  it.each([
    ['the own origin', OWN],
    ['a sibling host', SIBLING],
    ...REGIONS.map((region): [string, Needs] => [`direct mode in ${region.awsRegion}`, direct(region)]),
  ])('[CSP-1] [CSP-4] allows the chat from %s, and nothing wider', (_, needs) => {
    const policy = formatPolicy(strictPolicy(needs, PAGE, '/csp').policy);
    expect(allAllowed(policy, needs)).toBe(true);
    expect(policy).not.toMatch(/\*|'unsafe|\s(https?|wss?|data):(\s|;|$)/);
    const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
    // The evaluator takes any list of hosts for a possible weakness.
    expect(findings.filter(({ severity }) => severity < 50)).toEqual([]);
  });

  it('[CSP-4] names both domains of a region that has two, and its upload host', () => {
    const region = findRegion('eu-west-1');
    const policy = region && formatPolicy(strictPolicy(direct(region), PAGE, null).policy);
    expect(policy).toContain('https://apps.mypurecloud.ie https://apps.euw1.pure.cloud');
    expect(policy).toContain('https://shyrka-prod-euw1.s3.eu-west-1.amazonaws.com');
  });
});

describe('merging', () => {
  it.each([
    [
      'nothing where all is allowed',
      "script-src 'self'; connect-src 'self' wss://www.bank.example",
      OWN,
      undefined,
    ],
    [
      'directives of their own beside a fallback',
      "default-src 'self' https://cdn.bank.example",
      SIBLING,
      "default-src 'self' https://cdn.bank.example; " +
        "script-src 'self' https://cdn.bank.example https://support.bank.example; " +
        "connect-src 'self' https://cdn.bank.example https://support.bank.example wss://support.bank.example",
    ],
    [
      "a source in the place of 'none'",
      "default-src 'none'; script-src 'self'; connect-src 'none'",
      OWN,
      "default-src 'none'; script-src 'self'; connect-src 'self'",
    ],
    [
      'to the narrower of two directives',
      "script-src *; script-src-elem 'self'; connect-src *",
      SIBLING,
      "script-src *; script-src-elem 'self' https://support.bank.example; connect-src *",
    ],
    ['nothing where there is no policy for it', "img-src 'self'", SIBLING, undefined],
  ])('[CSP-2] adds %s', (_, given, needs, expected = given) => {
    expect(merge(given, needs)).toBe(expected);
    expect(allAllowed(merge(given, needs), needs)).toBe(true);
  });

  it('[CSP-2] says that the tag needs the nonce where hosts count for nothing', () => {
    const given = "script-src 'nonce-abc' 'strict-dynamic'; connect-src 'self'";
    const { policy, notes } = mergePolicy(parsePolicy(given).policy, OWN, PAGE);
    expect(formatPolicy(policy)).toBe(given);
    expect(notes.join()).toMatch(/nonce/);
  });

  it('[CSP-2] merged twice adds nothing more', () => {
    const once = merge("default-src 'self'", SIBLING);
    expect(merge(once, SIBLING)).toBe(once);
  });
});
