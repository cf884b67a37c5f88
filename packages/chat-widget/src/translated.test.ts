import type { ChatSnapshot } from '@throughline/chat-client';
import { afterEach, expect, test, vi } from 'vitest';
import { chat } from '../test-support/snapshots.js';
import type { Catalog } from './catalog.js';
import { catalog as arabic } from './languages/ar.js';
import { catalog as german } from './languages/de.js';
import { catalog as polish } from './languages/pl.js';
import { laterWords } from './later-words.js';
import { noteText } from './model/note-text.js';
import { subtitleOf, waitOf } from './model/waiting.js';
import { sizeOf } from './rich/sizes.js';
import { richWords } from './rich/words.js';
import { words } from './words.js';

const english = { ...words };

function speak(language: string, catalog: Partial<Catalog>): void {
  vi.stubGlobal('navigator', { languages: [language] });
  Object.assign(words, catalog, { language });
}

const withoutIsolates = (text: string) => text.replaceAll(/[\u2068\u2069]/g, '');

afterEach(() => {
  for (const key of Object.keys(words)) Reflect.deleteProperty(words, key);
  Object.assign(words, english);
  vi.unstubAllGlobals();
});

test('Numbers take the form that the language has for them', () => {
  const people = (count: number) => laterWords.ahead(count);
  expect([0, 1, 2].map(people)).toEqual([
    'You are next in line',
    '1 person ahead of you',
    '2 people ahead of you',
  ]);
  speak('pl', polish);
  expect([1, 3, 5, 22, 25].map(people)).toEqual([
    '1 osoba przed Tobą',
    '3 osoby przed Tobą',
    '5 osób przed Tobą',
    '22 osoby przed Tobą',
    '25 osób przed Tobą',
  ]);
  speak('ar-EG', arabic);
  expect([1, 2, 3, 11, 100].map(people).map(withoutIsolates)).toEqual([
    'شخص واحد أمامك',
    'شخصان أمامك',
    '٣ أشخاص أمامك',
    '١١ شخصًا أمامك',
    '١٠٠ شخص أمامك',
  ]);
});

test('In text that runs to the left a phone number keeps its order', () => {
  speak('ar', arabic);
  expect(laterWords.thenDial('+49 30 1234567', '1')).toBe('\u2068+49 30 1234567\u2069، ثم \u20681\u2069');
});

test('[T7] An estimated wait is a range as the language writes it', () => {
  const waiting = (lowSeconds: number, highSeconds: number): ChatSnapshot =>
    chat([], { state: 'queued', agent: null, queue: { ahead: 1, wait: { lowSeconds, highSeconds } } });
  const wait = (low: number, high: number) => waitOf(waiting(low, high)).split('. ')[1];
  expect(wait(100, 290)).toBe('About 2–5 minutes.');
  expect(wait(300, 300)).toBe('About 5 minutes.');
  expect(wait(20, 50)).toBe('Less than a minute.');
  speak('de', german);
  expect(wait(100, 290)).toBe('Etwa 2–5 Minuten.');
  speak('pl', polish);
  expect(wait(100, 290)).toBe('Przewidywany czas oczekiwania: 2–5 minut.');
});

test('What is filled in goes where the language wants it, and nothing in it is filled in again', () => {
  speak('de', german);
  expect(richWords.downloadFile('{size}.pdf', '2 MB')).toBe('{size}.pdf herunterladen, 2 MB');
  expect(laterWords.thenDial('+49 30 1234567', '1')).toBe('+49 30 1234567, dann 1');
});

test('A word that a catalog does not have is said in English', () => {
  speak('de', {});
  expect(laterWords.joined('Sam')).toBe('Sam joined');
});

test('Times of messages are written as the language of the chat has them, in the variety of the customer', () => {
  const at = new Date(2026, 2, 2, 14, 30).getTime();
  const time = () => noteText.timeOf(at).replace('\u202f', ' ');
  expect(time()).toBe('2:30 PM');
  vi.stubGlobal('navigator', { languages: ['en-GB'] });
  expect(time()).toBe('14:30');
  speak('de', german);
  expect(time()).toBe('14:30');
  speak('ar-EG', arabic);
  Object.assign(words, { language: 'ar' });
  expect(time()).toBe('٢:٣٠ م');
});

test('Sizes of files are words', () => {
  expect([0, 15, 15_400, 1_234_567].map(sizeOf)).toEqual(['0 bytes', '15 bytes', '15 kB', '1.2 MB']);
});

test('Whom nobody will answer here is not told to wait for an agent', () => {
  const titleIn = (state: 'queued' | 'fallback') => subtitleOf(chat([], { state, agent: null }));
  expect(titleIn('queued')).toBe('Waiting for an agent');
  expect(titleIn('fallback')).toBe('Signed in as Ava Lindqvist');
});
