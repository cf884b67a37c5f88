import type { Catalog } from './catalog.js';
import type { Template } from './translated.js';
import { words } from './words.js';

/** Every language but English, by its key: the language, and its script where that has to be told. */
const CATALOGS: Readonly<Record<string, () => Promise<{ readonly catalog: Catalog }>>> = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  he: () => import('./languages/he.js'),
  it: () => import('./languages/it.js'),
  ja: () => import('./languages/ja.js'),
  nl: () => import('./languages/nl.js'),
  pl: () => import('./languages/pl.js'),
  pt: () => import('./languages/pt.js'),
  sv: () => import('./languages/sv.js'),
  tr: () => import('./languages/tr.js'),
  'zh-Hans': () => import('./languages/zh-Hans.js'),
};

const RIGHT_TO_LEFT = ['ar', 'he'];

/**
 * Speaks on this element the first language that there are words in: the page's, one of the browser's, or else English;
 * with the words that the portal puts in the place of ours. Rejects when the words cannot be fetched.
 */
export async function speakOn(host: HTMLElement): Promise<void> {
  const tag = wantedOn(host).find(isSpoken) ?? 'en';
  const key = keyOf(tag);
  const frame = host.shadowRoot?.querySelector('section');
  const catalog = (await CATALOGS[key]?.())?.catalog;
  Object.assign(words, catalog, portalWords(host), { language: tag });
  if (!frame) return;
  // The script says its first words in English, unless it is the language's own.
  const first = frame.querySelector('[role=status]');
  if (catalog && first?.childElementCount === 0) first.textContent = catalog.connecting;
  frame.lang = tag;
  frame.dir = RIGHT_TO_LEFT.includes(key) ? 'rtl' : 'ltr';
}

/** BCP 47 tags: what the portal asks for, and then what the customer does. */
function wantedOn(host: HTMLElement): readonly string[] {
  const page = host.closest<HTMLElement>('[lang]') ?? document.documentElement;
  return [page.lang, ...navigator.languages];
}

function isSpoken(tag: string): boolean {
  return keyOf(tag) in { en: 0, ...CATALOGS };
}

/** `de-AT` → `de`, `pt-PT` → `pt`, `zh-CN` → `zh-Hans`. */
function keyOf(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return language === 'zh' ? `zh-${script}` : language;
  } catch {
    // Pages may say anything.
    return '';
  }
}

/** `data-words`: texts of a catalog, by key; nothing when it is not JSON. */
function portalWords({ dataset }: HTMLElement): Readonly<Record<string, Template>> {
  try {
    return JSON.parse(dataset.words ?? '{}') as Readonly<Record<string, Template>>;
  } catch {
    return {};
  }
}
