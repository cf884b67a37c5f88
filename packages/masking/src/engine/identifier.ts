import type { EntityType } from '../entity.js';
import { isIdentifierLabel, wordSet } from './context.js';

/** An identifier that begins at a code token: a run of letters and digits with at least one digit. */
export interface Identifier {
  readonly type: EntityType;
  /** Sticky, bounded. */
  readonly shape: RegExp;
  /** What the code tokens of a value are made of. */
  readonly letters: 'none' | 'some' | 'any';
  /** Whether a value may begin with a short word before its first digit, as in `AB 12 34 56 C`. */
  readonly prefixed: boolean;
  readonly minDigits: number;
  readonly maxDigits: number;
  /** Words that name it, or two words with a space between. */
  readonly labels: ReadonlySet<string>;
  /** Words around that say that it is something else. */
  readonly vetoes: ReadonlySet<string>;
  /** Within how many words before or after the value a label counts. */
  readonly reach: number;
  /** Whether a value can be told without a label. */
  readonly unlabeled: boolean;
  /** How sure it is, from 0 to 1; 0 when the value is none. */
  judge(value: string, place: Place): number;
}

/** Where a value stands. */
export interface Place {
  readonly labeled: boolean;
  /** See `wordsBefore`. */
  readonly words: readonly string[];
  /** True when the value is the whole text: an answer. */
  readonly alone: boolean;
}

export interface IdentifierRule {
  readonly type: EntityType;
  /** Source of the pattern; what touches a value is checked besides. */
  readonly shape: string;
  /** As written in the pattern: letters or only digits. */
  readonly letters: Identifier['letters'];
  readonly prefixed?: true;
  /** Fewest and most digits of a value. */
  readonly digits: readonly [fewest: number, most: number];
  /** Words that name it, separated by spaces; two words that belong together are joined by `_`. */
  readonly labels: string;
  /** 3 unless given. */
  readonly reach?: number;
  /** Words around that say that it is something else. */
  readonly vetoes?: string;
  /** Checksum or range. Gets the letters and digits alone, in upper case. */
  readonly proof?: (plain: string) => boolean;
  /** Where a proven value needs no label; nowhere unless given. */
  readonly unlabeled?: 'anywhere' | 'separated' | 'alone';
  /** Forms that are told without proof when they are the whole text. */
  readonly alone?: RegExp;
  /** Letters count as equal in both cases unless given. */
  readonly caseSensitive?: true;
  /** True when a label does not make up for a failing proof. */
  readonly strict?: true;
}

/** An identifier with a fixed form. Labeled values count although their check digits are wrong: people mistype. */
export function identifier(rule: IdentifierRule): Identifier {
  const { proof, unlabeled, alone, strict, caseSensitive } = rule;
  const vetoes = rule.vetoes === undefined ? NONE : wordSet(rule.vetoes);
  const [minDigits, maxDigits] = rule.digits;
  return {
    type: rule.type,
    shape: new RegExp(`(?<![\\w.-])(?:${rule.shape})(?![\\w-]|\\.\\d)`, caseSensitive ? 'y' : 'iy'),
    letters: rule.letters,
    prefixed: rule.prefixed ?? false,
    minDigits,
    maxDigits,
    labels: new Set([...wordSet(rule.labels)].map((label) => label.replace('_', ' '))),
    vetoes,
    reach: rule.reach ?? 3,
    unlabeled: unlabeled !== undefined || alone !== undefined,
    judge(value, place) {
      if (vetoes.size > 0 && place.words.some((word) => vetoes.has(word))) return 0;
      const plain = value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
      const proven = proof?.(plain) ?? true;
      if (place.labeled) return proven ? 0.95 : strict ? 0 : 0.8;
      if (isIdentifierLabel(place.words[0])) return 0;
      if (place.alone && alone?.test(value)) return 0.6;
      if (!proven || unlabeled === undefined) return 0;
      if (unlabeled === 'alone') return place.alone ? 0.7 : 0;
      return unlabeled === 'anywhere' || plain.length < value.length ? 0.85 : 0;
    },
  };
}

const NONE: ReadonlySet<string> = new Set();
