import type { Card, CardAction, FormField, MessageContent, Option } from './content.js';

/** The whole content as plain text: for clients that do not know its kind, transcripts, and contact centers. */
export function toPlainText(content: MessageContent): string {
  return [content.text, ...linesOf(content)].filter((line) => line !== '').join('\n');
}

function linesOf(content: MessageContent): readonly string[] {
  switch (content.kind) {
    case 'quick-replies':
      return content.replies.map(optionLine);
    case 'cards':
      return content.cards.flatMap(cardLines);
    case 'date-picker':
      return [content.detail ?? '', ...content.slots.map(({ at }) => item(timeWords(at)))];
    case 'list-picker':
      return content.sections.flatMap(({ title, options }) => [title, ...options.map(optionLine)]);
    case 'form':
      return [
        content.detail ?? '',
        ...content.pages.flatMap(({ title, fields }) => [title, ...fields.flatMap(fieldLines)]),
      ];
    case 'answer':
      return content.given.kind === 'form'
        ? content.given.fields.map(({ label, value }) => `${label}: ${value}`)
        : [];
    case 'attachments':
      return content.files.map(({ name }) => `[${name}]`);
  }
}

function cardLines({ title, detail, actions }: Card): readonly string[] {
  return [title, detail ?? '', ...actions.map(actionLine)];
}

function actionLine(action: CardAction): string {
  return item(action.kind === 'link' ? `${action.label}: ${action.url}` : action.label);
}

function fieldLines(field: FormField): readonly string[] {
  return [item(field.label), ...(field.kind === 'choice' ? field.options.map(optionLine) : [])];
}

function optionLine({ label, detail }: Option): string {
  return item(detail === undefined ? label : `${label} (${detail})`);
}

/** In no language: 2026-12-01 10:00 UTC. */
function timeWords(at: string): string {
  return at.replace(/^(.{10})T(.{5}).*$/, '$1 $2 UTC');
}

function item(words: string): string {
  return `• ${words}`;
}
