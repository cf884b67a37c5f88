/** One serialized policy: directive names in lower case, and their values as written. The first of a name counts. */
export type Policy = ReadonlyMap<string, readonly string[]>;

export interface ParsedPolicy {
  readonly policy: Policy;
  /** Directives that are written more than once; browsers ignore all but the first (CSP 3 §2.2.1). */
  readonly repeated: readonly string[];
}

/**
 * Reads the value of a `Content-Security-Policy` header. Commas separate policies, all of which must allow what is
 * loaded (CSP 3 §2.2.2, RFC 9110 §5.3). Like browsers, it takes any text.
 */
export function parsePolicies(header: string): ParsedPolicy[] {
  return header
    .split(',')
    .map(parsePolicy)
    .filter(({ policy }) => policy.size > 0);
}

/** Reads one policy, as in a `<meta>` element (CSP 3 §2.2.1). */
export function parsePolicy(text: string): ParsedPolicy {
  const policy = new Map<string, readonly string[]>();
  const repeated: string[] = [];
  for (const part of text.split(';')) {
    const [first, ...values] = part.split(/[\t\n\f\r ]+/).filter((word) => word !== '');
    if (first === undefined) continue;
    const name = first.toLowerCase();
    if (policy.has(name)) repeated.push(name);
    else policy.set(name, values);
  }
  return { policy, repeated };
}

export function formatPolicy(policy: Policy): string {
  return [...policy].map(([name, values]) => [name, ...values].join(' ')).join('; ');
}

/** What decides about each kind of load, the most specific first (CSP 3 §6.8.3). */
const FALLBACKS = {
  'script-src-elem': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
  'frame-src': ['frame-src', 'child-src', 'default-src'],
  'style-src-elem': ['style-src-elem', 'style-src', 'default-src'],
  'img-src': ['img-src', 'default-src'],
  'media-src': ['media-src', 'default-src'],
} as const;

/** The kind of load, by the directive that is the first to decide about it. */
export type LoadKind = keyof typeof FALLBACKS;

/** The directive of this policy that decides about the load; null when none does, so that everything is allowed. */
export function governing(
  policy: Policy,
  kind: LoadKind,
): { name: string; sources: readonly string[] } | null {
  for (const name of FALLBACKS[kind]) {
    const sources = policy.get(name);
    if (sources) return { name, sources };
  }
  return null;
}
