import { wordSet } from '../engine/context.js';
import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** Names of people where the words around say that one is meant: "my name is …", "Mrs …", "Dear …", under a letter. */
export const personName: Detector = {
  type: 'PERSON',
  cues: [
    'name',
    'names',
    'called',
    'mr',
    'mrs',
    'ms',
    'miss',
    'dr',
    'prof',
    'dear',
    'hi',
    'hello',
    'hey',
    'regards',
    'sincerely',
    'thanks',
    'cheers',
    'herr',
    'frau',
    'monsieur',
    'madame',
    'señor',
    'señora',
    'im',
    'i',
    'this',
    'am',
    'surname',
    'wishes',
    'best',
    'signed',
    'it',
    'speaking',
    'heiße',
    'appelle',
    'llamo',
    'love',
    'affectionately',
    'cardholder',
    'passenger',
    'patient',
  ],
  find,
};

const UPPER = 'A-ZÀ-ÖØ-ÞŁŚŻŹČŠŽĞİŞŐŰĆĄĘŃА-Я';
const LETTERS = 'A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ';
const WORD = `[${UPPER}][${LETTERS}'’-]*[${LETTERS}]`;
const NAME = `(?:${WORD}|[${UPPER}]\\.)(?: (?:(?:van|von|de|der|den|del|da|di|la|le|el|al|bin|st)\\.? ){0,2}(?:${WORD}|[${UPPER}]\\.?(?![${LETTERS}]))){0,3}`;
/** Lower case counts only where nothing else could stand. */
const ANY_CASE = `[${LETTERS}][${LETTERS}'’-]{1,24}(?: [${LETTERS}][${LETTERS}'’-]{1,24}){0,2}`;

const RULES: readonly {
  readonly cues: ReadonlySet<string>;
  readonly shape: RegExp;
  readonly loose?: true;
}[] = [
  {
    cues: wordSet('mr mrs ms miss dr prof herr frau monsieur madame señor señora'),
    shape: new RegExp(`\\.? (${NAME})`, 'y'),
  },
  {
    cues: wordSet('dear'),
    shape: new RegExp(` (?:Mr\\.? |Mrs\\.? |Ms\\.? |Dr\\.? )?(${NAME})(?=\\s*[,:\\n!.])`, 'y'),
  },
  {
    cues: wordSet('hi hello hey'),
    shape: new RegExp(`,? ([${UPPER}][a-zß-ÿ][${LETTERS}'’-]*(?: ${WORD}){0,2})(?=\\s*(?:[,!.]|$|\\n))`, 'y'),
  },
  {
    cues: wordSet('name names surname cardholder passenger'),
    shape: new RegExp(
      `(?:(?: on (?:the )?(?:card|account|order))?(?: is| was|['’]s)|["']?\\s?[:=]|\\s-)\\s?["']?(${ANY_CASE})`,
      'y',
    ),
    loose: true,
  },
  { cues: wordSet('called heiße appelle llamo'), shape: new RegExp(` (${NAME})`, 'y') },
  {
    cues: wordSet('im i am'),
    shape: new RegExp(
      `(?:['’]m| am)? (${WORD} ${WORD})(?=\\s*(?:[,.!\\n]|$| from| and| with| calling| here))`,
      'y',
    ),
  },
  {
    cues: wordSet('this it'),
    shape: new RegExp(
      `(?: is|['’]s) (${WORD}(?: ${WORD}){0,2})(?= (?:from|here|speaking|with|calling|again)\\b|\\s*[,.])`,
      'y',
    ),
  },
  {
    cues: wordSet('regards sincerely thanks cheers wishes best signed affectionately love'),
    shape: new RegExp(
      `(?: again| so much)?(?:[,!.]?\\s*\\n\\s*[-–—]{0,2}\\s?|,? ?[-–—]{1,2} ?|\\s?\\.{2,3}\\s?|,? )(${NAME})(?=\\s*(?:[\\n.,!]|$))`,
      'y',
    ),
  },
];

function find({ text, words }: ScannedText, _options: unknown, cue: number): readonly Span[] {
  const spans: Span[] = [];
  for (let index = words.next(0, cue); index < words.length; index = words.next(index + 1, cue)) {
    const word = words.at(index);
    if (word.start < (spans.at(-1)?.end ?? 0)) continue;
    const name = text.slice(word.start, word.end).toLowerCase();
    const capital = hasCapital(text, word.end);
    for (const { cues, shape, loose } of RULES) {
      if (!(capital || loose === true) || !cues.has(name)) continue;
      shape.lastIndex = word.end;
      const match = shape.exec(text);
      if (match?.[1] === undefined) continue;
      const value = withoutTail(match[1], loose === true, SELF.has(name));
      if (
        value === undefined ||
        (name === 'name' && NOT_OF_PEOPLE.test(text.slice(Math.max(0, word.start - 14), word.start)))
      )
        continue;
      const start = word.end + match[0].length - match[1].length;
      spans.push({ start, end: start + value.length, score: 0.7 });
      break;
    }
  }
  return spans;
}

/** Whether a capital letter stands close enough for a name; any letter beyond ASCII may be one. */
function hasCapital(text: string, from: number): boolean {
  for (let at = from; at < from + 16; at += 1) {
    const code = text.charCodeAt(at);
    if ((code >= 65 && code <= 90) || code >= 0xc0) return true;
  }
  return false;
}

const NOT_OF_PEOPLE =
  /(?:user|file|domain|product|brand|company|host|item|business|store|street|screen|login|code|project|plan|bank|app|team) ?$/i;

/** "I am New here" begins like a name; only two words are one. */
const SELF = wordSet('i im am');

/** The name without the words of the sentence that goes on; nothing when it does not begin like a name. */
function withoutTail(name: string, loose: boolean, twoAtLeast: boolean): string | undefined {
  const parts = name.split(' ');
  const end = parts.findIndex((part) => ORDINARY.has(part.toLowerCase()));
  const kept = end < 0 ? parts : parts.slice(0, end);
  if (kept.length === 0 || (end === 1 && twoAtLeast)) return undefined;
  // Behind "name is" a name may be written small; of more words only the first two are taken for it.
  const small = loose && !/^[A-ZÀ-Þ]/.test(name);
  return (small ? kept.slice(0, 2) : kept).join(' ');
}

/** Words that stand where a name could, and words that follow one. */
const ORDINARY = wordSet(
  'i im my the a an and or but so is was not wrong incorrect correct spelled misspelled on in at to of for from with it that this there here ' +
    'thanks thank please pls hello hi hey can could would will do does did have has need needs want just also still already now ' +
    'yes no ok okay sure sorry your you we us they he she what when where why how who which am are calling speaking ' +
    'team support customer agent everyone everybody all guys folks sir madam there again sarcasm good morning afternoon evening day ' +
    'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december ' +
    'as by if because since about up out under listed different changed required optional missing blank unknown none n/a showing misspelt being ' +
    "order account card number email phone address password reference case ticket mr mrs ms dr dear regards name siri alexa google cortana bixby great perfect awesome much very too really let lets me i’m i'm i've i'd i'll",
);
