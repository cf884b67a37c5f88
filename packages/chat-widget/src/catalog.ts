import type { laterEnglish } from './later-words.js';
import type { firstWords } from './loader/words.js';
import type { richEnglish } from './rich/words.js';
import type { Plural } from './translated.js';
import type { words } from './words.js';

type English = typeof words & typeof firstWords & typeof laterEnglish & typeof richEnglish;

/** Every word in one language, by the key of the English one. `{name}` stands for what is filled in. */
export type Catalog = { readonly [Key in keyof English]: English[Key] extends string ? string : Plural };
