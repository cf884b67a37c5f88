import { REGIONS, type Region, regionHosts } from '@throughline/guest-api';
import { allows, isStrictDynamic, matchesSource } from '../match.js';
import type { Need } from '../needs.js';
import { governing, type Policy } from '../policy.js';
import type { CheckedPage, Finding } from './finding.js';

/** What of the chat this policy stops. */
export function blockedFindings(policy: Policy, needs: readonly Need[], page: CheckedPage): Finding[] {
  const findings = needs.flatMap((need): Finding[] => {
    const nonce = page.scripts.find(({ src }) => isSameScript(src, need.url))?.nonce;
    const load = nonce === undefined ? need : { ...need, nonce };
    if (allows(policy, load, page.url)) return [];
    const directive = governing(policy, need.kind);
    return directive ? [{ ...explain(need, directive, nonce, page), directive: directive.name }] : [];
  });
  // Several loads that fail for the same reason are one finding.
  return [...new Map(findings.map((finding) => [`${finding.rule} ${finding.message}`, finding])).values()];
}

function isSameScript(src: URL, needed: URL): boolean {
  return src.origin === needed.origin && src.pathname === needed.pathname;
}

type Directive = NonNullable<ReturnType<typeof governing>>;

function explain(
  need: Need,
  { name, sources }: Directive,
  nonce: string | undefined,
  page: CheckedPage,
): Omit<Finding, 'directive'> {
  const severity = need.essential ? 'error' : 'warning';
  const what = `${need.what} (${need.url.origin}${need.url.pathname})`;
  const effect = `Without it ${need.without}.`;
  if (need.kind === 'script-src-elem' && isStrictDynamic(sources)) {
    const tag = nonce === undefined || nonce === '' ? 'carries none' : 'carries another one';
    return {
      rule: 'nonce-missing',
      severity,
      message: `${name} has 'strict-dynamic', so only scripts with the page's nonce run, whatever hosts it names; the tag of ${what} ${tag}. ${effect}`,
      remedy: 'Put the nonce of the response on that script tag.',
    };
  }
  const nearly = sources.find((source) => matchesButFor(source, need.url, page.url));
  if (nearly !== undefined) {
    return {
      rule: 'nearly',
      severity,
      message: `${name} names ${nearly}, which does not cover ${what}: ${differenceOf(nearly, need.url)}. ${effect}`,
      remedy: `Add ${need.source} to ${name}.`,
    };
  }
  const isFallback = name === 'default-src';
  return {
    rule:
      need.kind === 'connect-src'
        ? 'connection-blocked'
        : need.kind === 'frame-src'
          ? 'frame-blocked'
          : 'script-blocked',
    severity,
    message: `${name}${isFallback ? `, which decides as there is no ${need.kind.replace('-elem', '')},` : ''} does not allow ${what}. ${effect}`,
    remedy: isFallback
      ? `Add a ${need.kind.replace('-elem', '')} with ${need.source}.`
      : `Add ${need.source} to ${name}.`,
  };
}

/** The host is right and something else is not. */
function matchesButFor(source: string, url: URL, self: URL): boolean {
  if (source === "'self'") return url.hostname === self.hostname;
  const host = /^(?:[a-z]+:\/\/)?([^/:]+)/i.exec(source)?.[1]?.toLowerCase();
  return host !== undefined && !source.startsWith("'") && host === url.hostname;
}

function differenceOf(source: string, url: URL): string {
  const isSocket = url.protocol === 'wss:' || url.protocol === 'ws:';
  if (isSocket && !/^wss?:/i.test(source)) return `a WebSocket needs ${url.protocol}//`;
  const anyPort = source.replace(/^([a-z]+:\/\/)?/i, '').split('/')[0] ?? '';
  if (matchesSource(`${url.protocol}//${anyPort}`, url, url)) return 'the path or the scheme is another one';
  return 'the port is another one';
}

/** The policy was made for another region of Genesys Cloud than the one that was named. */
export function wrongRegion(policy: Policy, wanted: Region): Finding[] {
  const sources = [...policy.values()].flat().map((source) => source.toLowerCase());
  const named = REGIONS.filter((region) => sources.some((source) => namesRegion(source, region)));
  if (named.length === 0 || named.some(({ domain }) => domain === wanted.domain)) return [];
  const others = named.map(({ domain, awsRegion }) => `${domain} (${awsRegion})`).join(', ');
  return [
    {
      rule: 'wrong-region',
      severity: 'error',
      directive: null,
      message: `The policy names hosts of ${others}, but this deployment is in ${wanted.domain} (${wanted.awsRegion}).`,
      remedy: `Name the hosts of ${wanted.domain}, or check with another --region.`,
    },
  ];
}

function namesRegion(source: string, region: Region): boolean {
  const hosts = Object.values(regionHosts(region)).map((address) => new URL(address).hostname);
  const host = /^(?:[a-z]+:\/\/)?(?:\*\.)?([^/:]+)/.exec(source)?.[1];
  return host !== undefined && (host === region.domain || hosts.includes(host));
}
