import type { Canary } from './canaries.js';

/** Somewhere that a value could end up. */
export interface Sink {
  readonly name: string;
  readonly text: string;
  /** Agents read it, so that it may hold what the policy lets them read. */
  readonly forAgents?: boolean;
}

/**
 * Every value that stands in a sink, as it was written or in one of the forms that texts take on their way: where,
 * which, and what stands around it.
 */
export function leaksOf(canaries: readonly Canary[], sinks: readonly Sink[]): string[] {
  return sinks.flatMap(({ name: sink, text, forAgents = false }) => {
    const compact = compacted(text);
    return canaries.flatMap(({ kind, says, secret, forAgents: isShown }) => {
      if (forAgents && isShown) return [];
      const around =
        formsOf(secret)
          .map((form) => aroundOf(text, form, form === secret))
          .find(Boolean) ?? aroundOf(compact, longEnough(compacted(secret), compacted(says)));
      return around ? [`${sink}: ${kind}: …${around}…`] : [];
    });
  });
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString().slice('secret='.length),
    bytes.toString('hex'),
    bytes.toString('latin1'),
    // Base64 in each of the three places that bytes can have in it, without the characters that neighbors share.
    ...[0, 1, 2].flatMap((before) => {
      const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
      const inner = (encoding: BufferEncoding) =>
        shifted
          .toString(encoding)
          .replace(/=*$/, '')
          .slice(before === 0 ? 0 : before + 1, -2);
      return [inner('base64'), inner('base64url')];
    }),
  ];
}

/** Shorter ones are met by chance where everything stands together; what is said with them is not. */
function longEnough(secret: string, says: string): string {
  return secret.length < 12 ? says : secret;
}

/** Without what is put between letters and digits. */
function compacted(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** @param isWhole Letters and digits must not go on before or after: numbers that are drawn at random are no values. */
function aroundOf(text: string, part: string, isWhole = false): string | null {
  const isWord = isWhole && /^\w+$/.test(part);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    const goesOn = isWord && (/\w/.test(text.charAt(at - 1)) || /\w/.test(text.charAt(end)));
    if (!goesOn) return text.slice(Math.max(0, at - 60), end + 20);
  }
  return null;
}
