import { describe, expect, it } from 'vitest';
import { customerCommandSchema, deskCommandSchema } from './schemas.js';

const CONVERSATION_ID = '0192f0a0-0000-7000-8000-000000000001';
const send = (text: string, content?: object) => ({
  type: 'send',
  id: 'm1',
  conversationId: CONVERSATION_ID,
  text,
  ...(content ? { content } : {}),
});
const option = (id: string) => ({ id, label: `Label ${id}` });
const replies = (count: number) => ({
  kind: 'quick-replies',
  replies: Array.from({ length: count }, (_, index) => option(`r${index}`)),
});
const ANSWER = { kind: 'answer', toSeq: 3, given: { kind: 'picked', ids: ['r1'] } };
const FILES = { kind: 'attachments', ids: [CONVERSATION_ID] };

const takesFromCustomer = (frame: object) => customerCommandSchema.safeParse(frame).success;
const takesFromAgent = (frame: object) => deskCommandSchema.safeParse(frame).success;

describe('content', () => {
  it('[WIRE-51] of an answer comes from customers alone', () => {
    expect(takesFromCustomer(send('Yes', ANSWER))).toBe(true);
    expect(takesFromAgent(send('Yes', ANSWER))).toBe(false);
  });

  it.each([
    replies(2),
    {
      kind: 'cards',
      cards: [{ title: 'A', actions: [{ kind: 'link', label: 'B', url: 'https://a.example' }] }],
    },
    { kind: 'date-picker', slots: [{ at: '2026-12-01T10:00:00Z', minutes: 30 }] },
    { kind: 'list-picker', sections: [{ title: 'A', multiple: true, options: [option('a')] }] },
    { kind: 'form', pages: [{ title: '', fields: [{ kind: 'line', ...option('a'), required: true }] }] },
  ])('[WIRE-51] of the kind $kind comes from agents alone', (content) => {
    expect(takesFromAgent(send('Look', content))).toBe(true);
    expect(takesFromCustomer(send('Look', content))).toBe(false);
  });

  it('[WIRE-51] lets the text be empty, which it may not be otherwise', () => {
    expect(takesFromCustomer(send('', FILES))).toBe(true);
    expect(takesFromAgent(send('', FILES))).toBe(true);
    expect(takesFromCustomer(send(''))).toBe(false);
    expect(takesFromAgent(send(''))).toBe(false);
  });

  it('[WIRE-52] is bounded in number and size', () => {
    expect(takesFromAgent(send('Which?', replies(100)))).toBe(true);
    expect(takesFromAgent(send('Which?', replies(101)))).toBe(false);
    expect(takesFromAgent(send('Which?', replies(0)))).toBe(false);
    const long = { ...option('a'), detail: 'x'.repeat(500) };
    const many = Array.from({ length: 40 }, (_, index) => ({ ...long, id: `a${index}` }));
    expect(takesFromAgent(send('Which?', { kind: 'quick-replies', replies: many }))).toBe(false);
  });

  it('[WIRE-52] has ids that are unique', () => {
    const twice = { kind: 'quick-replies', replies: [option('a'), option('a')] };
    expect(takesFromAgent(send('Which?', twice))).toBe(false);
  });
});
