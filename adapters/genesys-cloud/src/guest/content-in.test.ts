import { expect, it } from 'vitest';
import { toContent } from './content-in.js';

const MESSAGE = { id: 'm-1', type: 'Structured', direction: 'Outbound' } as const;
const FILE = {
  contentType: 'Attachment',
  attachment: { id: 'f-1', filename: 'terms.pdf', mediaType: 'File', url: 'https://x.example/1' },
} as const;

it('[GUEST-8] [GUEST-9] names files that come beside what is offered', () => {
  const reply = { contentType: 'QuickReply', quickReply: { text: 'Yes', payload: 'yes' } } as const;
  expect(toContent({ ...MESSAGE, text: 'Agreed?', content: [FILE, reply] })).toEqual({
    kind: 'quick-replies',
    text: 'Agreed?\n[terms.pdf]',
    replies: [{ id: 'yes', label: 'Yes' }],
  });
  expect(toContent({ ...MESSAGE, text: 'Here', content: [FILE] })).toBeNull();
});

it('[GUEST-8] takes the words of a list from the list when there are no others', () => {
  const sections = [{ title: 'Cards', items: [{ id: '1', title: 'Gold' }] }];
  const listPicker = { receivedMessage: { title: 'Which one?' }, sections };
  const content = [{ contentType: 'ListPicker' as const, listPicker }];
  expect(toContent({ ...MESSAGE, content })).toMatchObject({ text: 'Which one?' });
  expect(toContent({ ...MESSAGE, text: 'Choose', content })).toMatchObject({ text: 'Choose' });
});
