/** Catches: customers who read half a sentence in another language, a number without its form, a name that is left out. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { filesBelow, ROOT, readText } from './lib/repository.mjs';

const WIDGET = 'packages/chat-widget';
const LANGUAGES = `${WIDGET}/dist/languages`;
/** Of which language a text may be in English is not for a program to know; that nobody has translated it, is. */
const MOST_ENGLISH = 0.1;

/** @typedef {string | Readonly<Record<string, string>>} Template */
/** @typedef {Readonly<Record<string, Template>>} Catalog */

/** @returns {Promise<string[]>} One line per problem. */
export async function checkWidgetWords() {
  const [core, later, rich, first] = await Promise.all(
    ['words', 'later-words', 'rich/words', 'loader/words'].map((name) => load(`${WIDGET}/dist/${name}.js`)),
  );
  const english = { ...core.words, ...later.laterEnglish, ...rich.richEnglish, ...first.firstWords };
  const catalogs = filesBelow(LANGUAGES).filter((path) => path.endsWith('.js'));
  const problems = await Promise.all(
    catalogs.map(async (path) => {
      const language = /([\w-]+)\.js$/.exec(path)?.[1] ?? '';
      return problemsOf(language, (await load(path)).catalog, english);
    }),
  );
  const sources = filesBelow(`${WIDGET}/src`).filter(isCode);
  return [
    ...problemsOf('en', english, english),
    ...problems.flat(),
    ...sources.flatMap((path) => wordsInCode(path, readText(path))),
  ];
}

/**
 * @param {string} language Its key, such as `zh-Hans`.
 * @param {Catalog} catalog
 * @param {Catalog} english
 * @returns {string[]}
 */
export function problemsOf(language, catalog, english) {
  const missing = Object.keys(english).filter((key) => !(key in catalog));
  const extra = Object.keys(catalog).filter((key) => !(key in english));
  const known = Object.keys(english).filter((key) => key in catalog);
  const same = known.filter((key) => JSON.stringify(catalog[key]) === JSON.stringify(english[key]));
  const isUntranslated = language !== 'en' && same.length > known.length * MOST_ENGLISH;
  return [
    ...missing.map((key) => `${language}: ${key} is missing`),
    ...extra.map((key) => `${language}: ${key} is not a word of the widget`),
    ...known.flatMap((key) =>
      problemsOfText(language, catalog[key] ?? '', english[key] ?? '').map(
        (problem) => `${language}: ${key} ${problem}`,
      ),
    ),
    ...(isUntranslated ? [`${language}: ${same.length} texts are still in English: ${same.join(', ')}`] : []),
  ];
}

/**
 * @param {string} language
 * @param {Template} text
 * @param {Template} english
 * @returns {string[]}
 */
function problemsOfText(language, text, english) {
  if (typeof text !== typeof english)
    return [typeof english === 'string' ? 'has forms for numbers' : 'has no forms for numbers'];
  if (typeof text === 'string') {
    const problem = difference(placeholdersOf(text), placeholdersOf(String(english)));
    return [...(text.trim() === '' ? ['is empty'] : []), ...(problem ? [problem] : [])];
  }
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  const forms = Object.keys(text).filter((form) => !form.startsWith('='));
  const missing = pluralCategories.filter((category) => !forms.includes(category));
  const needless = forms.filter((form) => !pluralCategories.some((category) => category === form));
  return [
    ...missing.map((category) => `has no form for "${category}"`),
    ...needless.map((form) => `has a form for "${form}", which ${language} does not know`),
    // A language may say "one person" without the number, but what stands for many numbers has to say which.
    ...(text.other?.includes('{count}') ? [] : ['does not say {count} in the form "other"']),
    ...Object.values(text)
      .flatMap(placeholdersOf)
      .filter((name) => name !== 'count')
      .map((name) => `has {${name}}, which nothing is filled into`),
  ];
}

/** @param {string} text */
function placeholdersOf(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

/**
 * @param {readonly string[]} names
 * @param {readonly string[]} expected
 */
function difference(names, expected) {
  const say = (/** @type {readonly string[]} */ list) => list.map((name) => `{${name}}`).join(' ') || 'none';
  return names.join() === expected.join()
    ? ''
    : `has the placeholders ${say(names)} instead of ${say(expected)}`;
}

/**
 * Texts for people that stand in code: what begins like a sentence or a label.
 * @param {string} path
 * @param {string} text
 * @returns {string[]}
 */
export function wordsInCode(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isForProgrammers(node)) return;
    if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) && isForPeople(node.text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: "${node.text}" belongs into the widget's words`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.Node} node */
function isForProgrammers(node) {
  return (
    ts.isImportDeclaration(node) ||
    ts.isTypeNode(node) ||
    (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) ||
    (ts.isCallExpression(node) && /^console\./.test(node.expression.getText()))
  );
}

/** @param {string} text */
function isForPeople(text) {
  return /^\p{Lu}\p{Ll}+([ …!?.,]|$)/u.test(text) && !NAMES_IN_BROWSERS.has(text);
}

/** Of keys (UI Events KeyboardEvent key Values), and of what is dragged (HTML, DataTransfer). */
const NAMES_IN_BROWSERS = new Set(['Enter', 'Escape', 'Tab', 'Home', 'End', 'Shift', 'Files']);

/** @param {string} path */
function isCode(path) {
  return path.endsWith('.ts') && !/(\.test|(^|[/-])words|styles)\.ts$|\/languages\//.test(path);
}

/** @param {string} path */
function load(path) {
  return import(pathToFileURL(join(ROOT, path)).href);
}
