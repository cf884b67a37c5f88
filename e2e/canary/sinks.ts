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
    return canaries.flatMap(({ kind, secret, forAgents: isShown }) => {
      if (forAgents && isShown) return [];
      const around =
        formsOf(secret)
          .map((form) => aroundOf(text, form))
          .find(Boolean) ?? aroundOf(compact, compacted(secret));
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

/** Without what is put between letters and digits. */
function compacted(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function aroundOf(text: string, part: string): string | null {
  const at = text.indexOf(part);
  return at < 0 ? null : text.slice(Math.max(0, at - 60), at + part.length + 20);
}
