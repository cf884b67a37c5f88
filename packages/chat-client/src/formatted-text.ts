/**
 * The part of Markdown that agents and bots write in chats, as data: emphasis, code, links, lists. What is not of it
 * stays as it was typed. Names of constructs follow CommonMark 0.31; the rules for `*` and `_` are stricter, so that
 * `2*3*4` and `file_name_here` are left alone.
 */
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'list';
      /** Number of the first item; null for bullets. */
      readonly start: number | null;
      readonly items: readonly (readonly Inline[])[];
    };

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 's'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] };

/** Emphasis within emphasis, at most. */
const MAX_DEPTH = 4;
/** The language after the opening one is of no use here. */
const FENCE = /^ {0,3}```[\w+#-]{0,20} *$/;
const FENCE_END = /^ {0,3}``` *$/;
const BULLET = /^ {0,3}[-*•] +(?=\S)(.*)$/;
const NUMBERED = /^ {0,3}(\d{1,3})[.)] +(?=\S)(.*)$/;
const HEADING = /^ {0,3}#{1,6} +(?=\S)(.*)$/;

/**
 * No construct reaches over one of its own kind, so that each try ends at the next mark and the whole is linear.
 * Groups: code; text and address of a link; strong; struck out; emphasized with `*`; with `_`.
 */
const INLINE =
  /`([^`\n]+)`|\[([^[\]\n]{1,300})\]\(((?:https?:\/\/|mailto:|tel:)[^\s()<>"]{1,2000})\)|(?<!\*)\*\*(?![\s*])((?:[^*\n]|\*(?!\*))+)(?<![\s*])\*\*(?!\*)|(?<!~)~~(?![\s~])([^~\n]+)(?<!\s)~~(?!~)|(?<![\p{L}\p{N}*])\*(?![\s*])([^*\n]+)(?<!\s)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?![\s_])([^_\n]+)(?<!\s)_(?![\p{L}\p{N}_])/gu;
const KINDS = ['strong', 's', 'em', 'em'] as const;

/** Reads a whole message. Never throws; text without marks is one paragraph as it was typed. */
export function parseText(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  let plain: string[] = [];
  const endParagraph = () => {
    const joined = plain.join('\n').replace(/^\n+|\n+$/g, '');
    if (joined !== '') blocks.push({ kind: 'paragraph', children: parseInline(joined) });
    plain = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const end = FENCE.test(line)
      ? lines.findIndex((other, index) => index > at && FENCE_END.test(other))
      : -1;
    const list = listAt(lines, at);
    const heading = HEADING.exec(line)?.[1];
    if (end === -1 && !list && heading === undefined) {
      plain.push(line);
      continue;
    }
    endParagraph();
    if (end !== -1) {
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end;
    } else if (list) {
      blocks.push(list);
      at += list.items.length - 1;
    } else if (heading !== undefined) {
      blocks.push({
        kind: 'paragraph',
        children: [{ kind: 'strong', children: parseInline(heading) }],
      });
    }
  }
  endParagraph();
  return blocks;
}

function listAt(lines: readonly string[], from: number): (Block & { kind: 'list' }) | null {
  const first = NUMBERED.exec(lines[from] ?? '');
  const item = first ? NUMBERED : BULLET;
  const items: (readonly Inline[])[] = [];
  for (let at = from; ; at += 1) {
    const text = item.exec(lines[at] ?? '')?.at(-1);
    if (text === undefined) break;
    items.push(parseInline(text));
  }
  return items.length === 0 ? null : { kind: 'list', start: first ? Number(first[1]) : null, items };
}

function parseInline(text: string, depth = 0): readonly Inline[] {
  const nodes: Inline[] = [];
  let done = 0;
  const say = (until: number) => {
    if (until > done) nodes.push({ kind: 'text', text: text.slice(done, until) });
  };
  for (const match of depth < MAX_DEPTH ? text.matchAll(INLINE) : []) {
    say(match.index);
    done = match.index + match[0].length;
    nodes.push(constructOf(match, depth));
  }
  say(text.length);
  return nodes;
}

function constructOf([, code, label, url, ...emphasized]: RegExpExecArray, depth: number): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (label !== undefined && url !== undefined)
    return { kind: 'link', url, children: parseInline(label, MAX_DEPTH) };
  const which = emphasized.findIndex((group) => group !== undefined);
  return { kind: KINDS[which] ?? 'em', children: parseInline(emphasized[which] ?? '', depth + 1) };
}
