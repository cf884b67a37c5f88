import { allows, isStrictDynamic } from './match.js';
import type { Need, Needs } from './needs.js';
import { governing, type LoadKind, type Policy } from './policy.js';

export interface Addition {
  readonly directive: string;
  readonly source: string;
  readonly need: Need;
}

export interface Merged {
  readonly policy: Policy;
  /** What was added; nothing when the policy allows everything already. */
  readonly additions: readonly Addition[];
  /** What no policy can say, for people to do. */
  readonly notes: readonly string[];
}

/** Where a source is written when the policy has no directive for this kind of load yet. */
const WRITTEN_AS: Readonly<Record<LoadKind, string>> = {
  'script-src-elem': 'script-src',
  'connect-src': 'connect-src',
  'frame-src': 'frame-src',
  'style-src-elem': 'style-src',
  'img-src': 'img-src',
  'media-src': 'media-src',
};

/** Adds to a portal's policy just what the chat needs; everything that it says already stays as it is. */
export function mergePolicy(policy: Policy, { loads, worksUnderTrustedTypes }: Needs, page: URL): Merged {
  const merged = new Map(policy);
  const additions: Addition[] = [];
  const notes = new Set<string>();
  for (const need of loads) {
    if (allows(merged, need, page)) continue;
    const directive = governing(merged, need.kind);
    if (!directive) continue;
    const { name, sources } = directive;
    if (need.kind === 'script-src-elem' && isStrictDynamic(sources)) {
      notes.add(
        `${name} has 'strict-dynamic', under which hosts count for nothing: put the page's nonce on the script tag of ${need.what}.`,
      );
      continue;
    }
    // What falls back to a broader directive gets one of its own, which keeps what that one allows.
    const target = name === 'default-src' || name === 'child-src' ? WRITTEN_AS[need.kind] : name;
    merged.set(target, [...sources.filter((source) => source.toLowerCase() !== "'none'"), need.source]);
    additions.push({ directive: target, source: need.source, need });
  }
  if (!worksUnderTrustedTypes && merged.has('require-trusted-types-for')) {
    notes.add('require-trusted-types-for must go: the Messenger is not known to work under Trusted Types.');
  }
  return { policy: merged, additions, notes: [...notes] };
}

/** A strict policy for a portal that has none: its own origin, no inline script or style, and what the chat needs. */
export function strictPolicy(needs: Needs, page: URL, reportTo: string | null): Merged {
  const base = new Map<string, readonly string[]>([
    ['default-src', ["'none'"]],
    ['script-src', ["'self'"]],
    ['style-src', ["'self'"]],
    ['img-src', ["'self'"]],
    ['font-src', ["'self'"]],
    ['connect-src', ["'self'"]],
    ['form-action', ["'self'"]],
    ['base-uri', ["'none'"]],
    ['object-src', ["'none'"]],
    ['frame-ancestors', ["'none'"]],
    ...(needs.worksUnderTrustedTypes ? [['require-trusted-types-for', ["'script'"]] as const] : []),
  ]);
  const merged = mergePolicy(base, needs, page);
  if (reportTo === null) return merged;
  return { ...merged, policy: new Map([...merged.policy, ['report-uri', [reportTo]]]) };
}
