import { expect, it } from 'vitest';
import { checkWidgetWords, problemsOf, wordsInCode } from './check-widget-words.mjs';

const english = {
  title: 'Chat with us',
  joined: '{name} joined',
  ahead: { '=0': 'You are next', one: '{count} person ahead', other: '{count} people ahead' },
};
const polish = {
  title: 'Porozmawiaj z nami',
  joined: '{name} dołącza',
  ahead: { one: '{count} osoba', few: '{count} osoby', many: '{count} osób', other: '{count} osoby' },
};

it('finds nothing in a whole catalog', () => {
  expect(problemsOf('pl', polish, english)).toEqual([]);
});

it('finds words that are missing, and words that nobody asks for', () => {
  const { title: _, ...rest } = polish;
  expect(problemsOf('pl', { ...rest, tittle: 'Czat' }, english)).toEqual([
    'pl: title is missing',
    'pl: tittle is not a word of the widget',
  ]);
});

it('finds placeholders that were lost or misspelled, and texts without a word', () => {
  expect(problemsOf('pl', { ...polish, joined: '{nazwa} dołącza', title: ' ' }, english)).toEqual([
    'pl: title is empty',
    'pl: joined has the placeholders {nazwa} instead of {name}',
  ]);
});

it('finds forms of numbers that a language has and a catalog has not, and the other way around', () => {
  expect(
    problemsOf('pl', { ...polish, ahead: { one: 'jedna', two: 'dwie', other: 'osoby {n}' } }, english),
  ).toEqual([
    'pl: ahead has no form for "few"',
    'pl: ahead has no form for "many"',
    'pl: ahead has a form for "two", which pl does not know',
    'pl: ahead does not say {count} in the form "other"',
    'pl: ahead has {n}, which nothing is filled into',
  ]);
  expect(problemsOf('pl', { ...polish, ahead: 'osoby' }, english)).toEqual([
    'pl: ahead has no forms for numbers',
  ]);
});

it('finds a catalog that is still in English', () => {
  expect(problemsOf('pl', { ...polish, title: english.title }, english)).toEqual([
    'pl: 1 texts are still in English: title',
  ]);
});

it('finds texts for people in code, and takes names of keys and texts of errors for what they are', () => {
  const code = `
    import { h } from 'Dom';
    const end = h('button', { 'aria-label': 'End chat' }, \`Really?\`, 'quiet');
    if (key === 'Enter') throw new TypeError('Never here');`;
  expect(wordsInCode('end.ts', code)).toEqual([
    'end.ts:3: "End chat" belongs into the widget\'s words',
    'end.ts:3: "Really?" belongs into the widget\'s words',
  ]);
});

it('finds nothing in the widget of this repository', async () => {
  expect(await checkWidgetWords()).toEqual([]);
});
