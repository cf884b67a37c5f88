import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** Names that people sign in with or go by, where they are called so: user names, logins, handles of messengers. */
export const username: Detector = {
  type: 'USERNAME',
  looksAt: 'codes',
  cues: [
    'username',
    'usernames',
    'user',
    'userid',
    'login',
    'logon',
    'uname',
    'u',
    'handle',
    'skype',
    'twitter',
    'tweeter',
    'tweet',
    'instagram',
    'insta',
    'telegram',
    'discord',
    'snapchat',
    'tiktok',
    'benutzername',
    'usuario',
    'utilisateur',
    'id',
    'screenname',
    'nickname',
    'gamertag',
    'nick',
  ],
  find,
};

function find({ text, words, atSigns, codes }: ScannedText, _options: unknown, cue: number): readonly Span[] {
  const spans: Span[] = [];
  for (let index = words.next(0, cue); index < words.length; index = words.next(index + 1, cue)) {
    const word = words.at(index);
    if (word.start < (spans.at(-1)?.end ?? 0)) continue;
    const span = named(text, word.start, word.end);
    if (span !== undefined) spans.push(span);
  }
  for (const at of atSigns) {
    HANDLE.lastIndex = at;
    const handle = HANDLE.exec(text)?.[0];
    if (handle === undefined || /[\w.+-]/.test(text[at - 1] ?? '')) continue;
    if (SOCIAL.test(text.slice(Math.max(0, at - 40), at)))
      spans.push({ start: at, end: at + handle.length, score: 0.7 });
  }
  // A name, another name and a number, as account systems make them up.
  for (const { start, end, letters } of codes) {
    if (letters > 4 && MADE_UP.test(text.slice(start, end))) spans.push({ start, end, score: 0.6 });
  }
  return spans
    .sort((a, b) => a.start - b.start)
    .filter(({ start }, index, all) => index === 0 || start >= (all[index - 1]?.end ?? 0));
}

const MADE_UP = /^[a-z]{2,16}_[a-z]{2,16}_\d{2,6}$/;
const HANDLE = /@\w{3,30}(?![\w@]|\.\w)/y;
const SOCIAL =
  /\b(?:twitter|tweet(?:er)?|insta(?:gram)?|telegram|tiktok|snap(?:chat)?|discord|skype|ig|follow|dm|(?:handle|username)(?:\sis|:))\b[^.!?\n@]{0,24}$/i;
const NAME = '([\\wÀ-ɏ@][\\wÀ-ɏ.@-]{1,39})(?<![.-])';
const ASSIGNED = new RegExp(`(?: ?(?:id|name))?["']?\\s{0,3}[:=]\\s{0,3}["'“‘]?${NAME}`, 'y');
const SAID = new RegExp(`(?: ?(?:id|name))? (?:is|was|ist|es|est)\\s?:?\\s?["'“‘]?${NAME}`, 'y');
const PAIRED = new RegExp(
  `\\s(?:id |name )?["']?${NAME}["']?[\\s,;/]{1,3}(?:and )?(?:my )?(?:password|pass|pw|pwd|passwd)\\b`,
  'iy',
);
const IN_BRACKETS = new RegExp(`\\s?\\(${NAME}\\)`, 'y');
const ON_MESSENGER = /\b(?:i['’]?m|i am|it['’]?s|add me|find me|as)\s([\wÀ-ɏ][\wÀ-ɏ.-]{2,39}) on $/i;
const MESSENGER = /^(?:skype|telegram|discord|instagram|insta|twitter|snapchat|tiktok)$/i;

function named(text: string, start: number, end: number): Span | undefined {
  const cue = text.slice(start, end).toLowerCase();
  const before = text.slice(Math.max(0, start - 60), start);
  if (cue === 'id') {
    if (
      !/\b(?:user|login|log-?in|skype|member|customer|apple)\s$/i.test(before) &&
      !/\bskype\b.{0,12}\bmy\s$/i.test(before)
    )
      return undefined;
  }
  if (MESSENGER.test(cue)) {
    const known = ON_MESSENGER.exec(before);
    if (known?.[1] !== undefined) {
      const at = start - ' on '.length - known[1].length;
      return { start: at, end: at + known[1].length, score: 0.7 };
    }
    const bracketed = read(IN_BRACKETS, text, end);
    if (bracketed !== undefined) return bracketed;
  }
  const assigned = read(ASSIGNED, text, end);
  if (assigned !== undefined)
    return plausible(text, assigned, cue === 'user' || cue === 'u') ? assigned : undefined;
  if (cue === 'u') return undefined;
  const said = read(SAID, text, end);
  if (said !== undefined)
    return plausible(text, said, cue === 'user' || cue === 'login' || cue === 'id') ? said : undefined;
  const paired = read(PAIRED, text, end);
  return paired !== undefined && plausible(text, paired, false) ? paired : undefined;
}

function plausible(text: string, { start, end }: Span, doubtful: boolean): boolean {
  const value = text.slice(start, end);
  if (ORDINARY.test(value)) return false;
  return !doubtful || /[\d._@-]/.test(value) || /^\s*(?:$|[\n,;.]|and\b)/i.test(text.slice(end, end + 6));
}

const ORDINARY =
  /^(?:not|wrong|incorrect|correct|invalid|taken|my|the|a|an|in|is|it|what|still|already|also|same|different|email|password|required|locked|blocked|unable|trying|asking|getting|having|complaining|agent|customer|to|for|or|and|name|id|on|off|ok|okay|fine|working|there|here|this|that|your|no|yes|showing|set|too|very|case|being|unknown|new|old|now|failing|broken|down|hidden|n\/a|none)$/i;

function read(shape: RegExp, text: string, at: number): Span | undefined {
  shape.lastIndex = at;
  const match = shape.exec(text);
  if (match?.[1] === undefined) return undefined;
  const start = at + match[0].lastIndexOf(match[1]);
  return { start, end: start + match[1].length, score: 0.7 };
}
