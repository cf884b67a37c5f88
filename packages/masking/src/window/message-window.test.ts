import { describe, expect, it } from 'vitest';
import type { RecentMessage } from './message-tail.js';
import { createMessageWindow, findAcrossMessages } from './message-window.js';

/** Sends the texts one second apart. `agent:` before a text makes it one of the agent's. What is hidden is shown as `_`. */
function sent(...texts: readonly string[]): string[] {
  const window = createMessageWindow();
  const shown: string[] = [];
  for (const [index, written] of texts.entries()) {
    const sender = written.startsWith('agent:') ? 'agent' : 'customer';
    const text = written.replace(/^agent:/, '');
    const { entities, redactions } = window.add({ id: String(index), sender, at: index * 1_000, text });
    shown[index] = text;
    for (const { start, end } of entities) shown[index] = hidden(shown[index] ?? '', start, end);
    for (const { messageId, start, end } of redactions) {
      shown[Number(messageId)] = hidden(shown[Number(messageId)] ?? '', start, end);
    }
  }
  return shown;
}

function hidden(text: string, start: number, end: number): string {
  return text.slice(0, start) + '_'.repeat(end - start) + text.slice(end);
}

describe('values split over messages', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a card in two', ['my card is 4111 1111', '1111 1111'], ['my card is _________', '_________']],
    ['a card in four', ['4111', '1111', '1111', '1111'], ['____', '____', '____', '____']],
    ['a card cut within a group', ['411111', '1111111111 thanks'], ['______', '__________ thanks']],
    [
      'a card with words around',
      ['it starts with 5555 5555', 'and then 5555 4444'],
      ['it starts with _________', 'and then _________'],
    ],
    [
      'a card with a message between',
      ['4111 1111', 'wait a second', '1111 1111'],
      ['_________', 'wait a second', '_________'],
    ],
    ['an IBAN', ['DE89 3704 0044', '0532 0130 00'], ['______________', '____________']],
    ['a social security number', ['my ssn is 219', '09', '9999'], ['my ssn is ___', '__', '____']],
    ['a phone number', ['call me at 415', '555 2671'], ['call me at ___', '________']],
    ['a PIN behind its name', ['my pin is', '4821'], ['my pin is', '____']],
    ['a password behind its name', ['the password is', 'Tr0ub4dor&3'], ['the password is', '___________']],
    [
      'a code that was asked for',
      ['agent:What are the three digits on the back?', '123'],
      ['What are the three digits on the back?', '___'],
    ],
    [
      'a date of birth that was asked for',
      ['agent:Can I have your date of birth, please?', '12/03/1980'],
      ['Can I have your date of birth, please?', '__________'],
    ],
  ])('[MASK-20] finds %s', (_what, texts, shown) => {
    expect(sent(...texts)).toEqual(shown);
  });

  it.each<[string, readonly string[]]>([
    ['numbers that make up nothing', ['I bought 4', 'of the 20 on offer', 'for 12 dollars']],
    ['an order number in two', ['my order is 4155', '552671']],
    ['a number after a question for an order', ['agent:What is your order number?', '4155552671']],
    ['parts of two senders', ['4111 1111', 'agent:1111 1111']],
    ['times and dates', ['on 2024-11-05', 'at 10:30', 'for 2 people']],
  ])('[MASK-21] leaves %s alone', (_what, texts) => {
    expect(sent(...texts)).toEqual(texts.map((text) => text.replace(/^agent:/, '')));
  });

  it('[MASK-22] forgets after two minutes and after eight messages', () => {
    const late = createMessageWindow();
    late.add({ id: 'a', sender: 'customer', at: 0, text: '4111 1111' });
    expect(late.add({ id: 'b', sender: 'customer', at: 120_001, text: '1111 1111' }).redactions).toEqual([]);
    const busy = ['4111 1111', ...Array.from({ length: 8 }, () => 'hm'), '1111 1111'];
    expect(sent(...busy)).toEqual(busy);
  });

  it('[MASK-22] keeps no words but those that name values, and no value that was found', () => {
    let recent: readonly RecentMessage[] = [];
    for (const [index, text] of [
      'Ava Stone, card 4111111111111111 or 415 for Paris',
      'x'.repeat(5_000),
    ].entries()) {
      recent = findAcrossMessages(recent, { id: String(index), sender: 'customer', at: 0, text }).recent;
    }
    const kept = recent.map(({ tail }) => tail).join('\n');
    expect(kept).not.toMatch(/Ava|Stone|Paris|4111/);
    expect(kept.length).toBeLessThan(200);
  });
});
