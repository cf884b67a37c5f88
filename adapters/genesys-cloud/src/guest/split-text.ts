import { byteLength, GUEST_LIMITS } from '@throughline/guest-api';

/** Parts of at most `bytes`, cut at white space where there is some; whole code points in any case. */
export function splitText(text: string, bytes: number = GUEST_LIMITS.textBytes): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (byteLength(rest) > bytes) {
    const head = longestHead(rest, bytes);
    const space = head.search(/\s\S*$/);
    // A cut in the first half would make more messages than it makes words whole.
    const part = space > head.length / 2 ? head.slice(0, space + 1) : head;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}

function longestHead(text: string, bytes: number): string {
  let size = 0;
  let end = 0;
  for (const character of text) {
    size += byteLength(character);
    if (size > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
