import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** What follows "password" and a separator, unless it says something about the password. */
export const password: Detector = {
  type: 'PASSWORD',
  cues: [
    'password',
    'passwords',
    'passwd',
    'pwd',
    'passphrase',
    'pass',
    'pw',
    'passcode',
    'passwrod',
    'pasword',
    'passowrd',
    'passwrd',
    'passwort',
    'kennwort',
    'senha',
    'contraseña',
    'clave',
    'wachtwoord',
    'passe',
    'key',
    'apikey',
    'secret',
    'token',
    'accesstoken',
    'secretkey',
    'credentials',
    'p',
    'psw',
    'pswd',
    'пароль',
    'hasło',
    'auth',
    'answer',
    'accesskey',
    'authtoken',
    'clientsecret',
    'accountkey',
    'secretaccesskey',
    'sharedaccesskey',
    'privatekey',
  ],
  find,
};

function find({ text, words }: ScannedText, _options: unknown, cue: number): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let index = words.next(0, cue); index < words.length; index = words.next(index + 1, cue)) {
    const word = words.at(index);
    if (word.start < from) continue;
    const span = valueAfter(text, word.start, word.end);
    if (span === undefined) continue;
    spans.push(span);
    from = span.end;
  }
  return spans;
}

const VALUE = '([^\\s"\'”“’`,;<>[\\]\\ufffa-\\ufffc]{3,128})';
/** `password: hunter2`, `"password":"hunter2"`, `--password=hunter2`. */
const ASSIGNED = new RegExp(`["'\`]?\\s{0,3}(?:[:=]>?|->|:=|-(?=\\s))\\s{0,3}["'“‘\`]?${VALUE}`, 'y');
/** `password is hunter2`, `changed my password to hunter2`, `password for the portal is hunter2`. */
const SAID = new RegExp(
  `["']?\\s(?:(?:i|we) [a-z]{1,10}(?: [a-z]{1,8})? |(?:for|to|of) (?:(?:my|the|this|it|your) )?[^\\s\\d]{1,16}(?: [^\\s\\d]{1,16})? )?(?:is|was|are|to|ist|lautet|es|est|é|as)(?: now| currently| still)?\\s?[:"'“‘\`]{0,2}\\s?${VALUE}`,
  'iy',
);
/** `password "blue horse"`. */
const QUOTED = /\s["“‘]([^"”’\n]{3,64})(?=["”’])/y;
/** `Summer24! as the password`. */
const BEFORE = /(?:^|\s)(\S{4,64}) as (?:the|my|a|your) (?:new |old )?$/i;
const PHRASE = /\s?[:=]\s?([^.,;"\n[\]]{8,80})/y;
/** `login snoop pw biggreenhat`: only behind a user name. */
const PAIRED = new RegExp(`\\s${VALUE}`, 'y');
const USER_BEFORE =
  /\b(?:user(?:name|id)?|login|logon|u|uid)\b[\s:=]{1,3}\S{1,64}[\s,;/]{1,3}(?:and )?(?:my )?$/iu;
/** Keys of these names are secrets only when they look random. */
const RANDOM_ONLY = /^(?:key|token|auth|answer|secret|credentials)$/i;

function valueAfter(text: string, start: number, end: number): Span | undefined {
  const name = text.slice(start, end).toLowerCase();
  if (
    name === 'p' &&
    !/(?:^|[\s,;])u(?:ser)?(?:name)?[:=]\s?\S{1,64}[\s,;]{1,2}$/i.test(
      text.slice(Math.max(0, start - 80), start),
    )
  )
    return undefined;
  const phrase = name === 'passphrase' ? matchAt(PHRASE, text, end) : undefined;
  if (phrase !== undefined)
    return { start: phrase.start, end: phrase.start + phrase.value.length, score: 0.7 };
  const quoted = RANDOM_ONLY.test(name) || name === 'p' ? undefined : matchAt(QUOTED, text, end);
  if (quoted !== undefined)
    return { start: quoted.start, end: quoted.start + quoted.value.length, score: 0.8 };
  const assigned = matchAt(ASSIGNED, text, end);
  if (assigned !== undefined) return accept(assigned, name, true);
  const said = name === 'p' ? undefined : matchAt(SAID, text, end);
  if (said !== undefined) return accept(said, name, false);
  const before = name.startsWith('pass') ? BEFORE.exec(text.slice(Math.max(0, start - 80), start)) : null;
  if (before?.[1] !== undefined && MIXED.test(before[1])) {
    const from = start - before[0].length + before[0].indexOf(before[1]);
    return { start: from, end: from + before[1].length, score: 0.8 };
  }
  const bare = /^(?:pass(?:word|wort|wd)|pwd|pw)$/.test(name) ? matchAt(PAIRED, text, end) : undefined;
  if (
    bare !== undefined &&
    bare.value.length >= 5 &&
    /[a-z]/i.test(bare.value) &&
    /\d/.test(bare.value) &&
    !/[-/]/.test(bare.value)
  ) {
    return accept(bare, name, false);
  }
  if (RANDOM_ONLY.test(name) || !USER_BEFORE.test(text.slice(Math.max(0, start - 96), start)))
    return undefined;
  const paired = matchAt(PAIRED, text, end);
  return paired && accept(paired, name, false);
}

interface Candidate {
  readonly value: string;
  readonly start: number;
  /** What comes next. */
  readonly rest: string;
}

function matchAt(shape: RegExp, text: string, at: number): Candidate | undefined {
  shape.lastIndex = at;
  const match = shape.exec(text);
  if (match?.[1] === undefined) return undefined;
  const value = match[1].replace(/(?:[.!?)]+|…)$/u, '');
  const start = at + match[0].length - match[1].length;
  return { value, start, rest: text.slice(start + value.length, start + value.length + 12) };
}

function accept({ value, start, rest }: Candidate, name: string, assigned: boolean): Span | undefined {
  if (value.length < 3 || SAYS_ABOUT.test(value)) return undefined;
  const mixed = MIXED.test(value);
  if (
    RANDOM_ONLY.test(name) &&
    !(assigned ? value.length >= 8 && /\d/.test(value) : value.length >= 12 && mixed)
  )
    return undefined;
  if (!assigned && !mixed && (value.length < 4 || !ENDS_CLAUSE.test(rest))) return undefined;
  return { start, end: start + value.length, score: mixed ? 0.9 : 0.7 };
}

const MIXED = /[\p{Ll}\p{Lu}].*[\d!@#$%^&*_+=?~|]|[\d!@#$%^&*_+=?~|].*[\p{Ll}\p{Lu}]|\p{Ll}\p{Lu}|^\d{4,}$/u;
const ENDS_CLAUSE = /^(?:["'”’`)]?\s*(?:$|[.,;!?)\n])|\s(?:and|but|can|could|please|pls|thanks|i|so|if)\b)/iu;

/** Words that people say of a password. */
const SAYS_ABOUT =
  /^(?:not|wrong|incorrect|correct|invalid|expired|expiring|working|work|still|case|being|too|very|really|always|never|also|only|now|the|that|this|what|when|where|which|who|there|then|it|its|my|your|our|an?|required|needed|need|missing|forgotten|forgot|lost|blocked|locked|reset|resetting|changed|change|weak|strong|secure|safe|long|short|same|different|okay|fine|good|right|accepted|rejected|refused|saved|stored|sent|asked|supposed|going|hidden|unknown|sensitive|protected|confidential|over|under|from|with|just|like|shown|showing|valid|empty|taken|about|down|leaked|stolen|compromised|field|box|page|link|form|prompt|login|log|access|be|get|enter|use|help|something|anything|nothing|someone|me|you|us|no|yes|none|null|undefined|true|false|failed|failing|error|because|and|or|but|if|here|complex|simple|easy|hard|updated|set|created|generated|emailed|required|optional|manager|protection|policy|username|email|account|number|code|pin|important|private|public|secret|correctly|again|already|new|old|current|temporary|default|different|better|\*+|•+|x{3,}|\.+|_+|\[.*|<.*|\{.*|\$\{.*)$/iu;
