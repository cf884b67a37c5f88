import type { Callback, CallbackRequest } from '../model/callback.js';
import type { ContextItem, Conversation, EntryBody } from '../model/conversation.js';
import type { CallbackStore } from '../ports/callback-store.js';
import type { ConversationStore } from '../ports/conversation-store.js';
import type { PrivacyStore } from '../ports/privacy-store.js';
import type { Sealer } from '../ports/sealer.js';
import { openCallbackNote, openCallbackRequest } from './callbacks.js';
import type { Masker } from './core.js';
import { maskContent } from './mask-content.js';
import { openComment, openContext, openEntry, openFacts } from './sealing.js';

export interface ExportParts {
  readonly conversations: ConversationStore;
  readonly callbacks: Pick<CallbackStore, 'notes'>;
  readonly privacy: Pick<PrivacyStore, 'conversationsOf' | 'callbacksOf'>;
  readonly sealer: Sealer;
  /** What of a text leaves with an export. */
  readonly mask: Masker;
}

/** All conversations and callbacks of a customer, as they are kept. Times become ISO 8601 in JSON. */
export interface CustomerRecords {
  readonly conversations: readonly ExportedConversation[];
  readonly callbacks: readonly ExportedCallback[];
}

export interface ExportedConversation
  extends Pick<Conversation, 'id' | 'state' | 'openedAt' | 'endedAt' | 'previousConversationId'> {
  readonly entries: readonly ExportedEntry[];
  readonly context: readonly ContextItem[];
  readonly decision: ExportedDecision | null;
  /** What the customer said about it. */
  readonly survey: { readonly at: Date; readonly score: number; readonly comment: string } | null;
}

export interface ExportedEntry extends Omit<EntryBody, 'displayName'> {
  readonly seq: number;
  readonly at: Date;
  readonly kind: string;
  readonly from: { readonly role: string; readonly displayName: string };
}

export interface ExportedDecision {
  readonly at: Date;
  readonly flow: string;
  readonly version: string;
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  readonly target: unknown;
  readonly facts: unknown;
}

export interface ExportedCallback
  extends Pick<Callback, 'id' | 'kind' | 'state' | 'dueAt' | 'timeZone' | 'attempts' | 'createdAt'> {
  readonly request: CallbackRequest;
  readonly notes: readonly { readonly at: Date; readonly from: string; readonly text: string }[];
}

const PAGE = 500;

/** Reads everything of the customer. The caller has checked who asks, and put it on the audit trail. */
export async function readCustomerRecords(parts: ExportParts, customerId: string): Promise<CustomerRecords> {
  const conversations: ExportedConversation[] = [];
  for (const conversation of await parts.privacy.conversationsOf(customerId)) {
    conversations.push(await readConversation(parts, conversation));
  }
  const callbacks: ExportedCallback[] = [];
  for (const callback of await parts.privacy.callbacksOf(customerId)) {
    callbacks.push(await readCallback(parts, callback));
  }
  return { conversations, callbacks };
}

async function readConversation(
  parts: ExportParts,
  conversation: Conversation,
): Promise<ExportedConversation> {
  const { id, customerId, state, openedAt, endedAt, previousConversationId } = conversation;
  const { conversations, sealer } = parts;
  const context = await conversations.context(id);
  return {
    ...{ id, state, openedAt, endedAt, previousConversationId },
    entries: await readEntries(parts, conversation),
    context: await Promise.all(context.map((item) => openContext(sealer, customerId, id, item))),
    decision: await readDecision(parts, conversation),
    survey: await readSurvey(parts, conversation),
  };
}

async function readEntries(
  { conversations, sealer, mask }: ExportParts,
  { id, customerId }: Conversation,
): Promise<ExportedEntry[]> {
  const entries: ExportedEntry[] = [];
  for (;;) {
    const page = await conversations.read(id, entries.at(-1)?.seq ?? 0, PAGE);
    for (const stored of page) {
      const { seq, at, kind, party, body } = await openEntry(sealer, customerId, stored);
      const { displayName, text, content, ...rest } = body;
      const rich = content && maskContent(mask, content);
      const said = {
        ...(text === undefined ? {} : { text: rich?.text ?? mask(text).text }),
        ...(rich?.content ? { content: rich.content } : {}),
      };
      entries.push({ seq, at, kind, from: { role: party.role, displayName }, ...said, ...rest });
    }
    if (page.length < PAGE) return entries;
  }
}

async function readDecision(
  { conversations, sealer }: ExportParts,
  { id, customerId }: Conversation,
): Promise<ExportedDecision | null> {
  const decision = await conversations.decision(id);
  if (!decision) return null;
  const { at, flowName: flow, flowVersion: version, path, reasons, target, sealedFacts } = decision;
  return {
    at,
    flow,
    version,
    path,
    reasons,
    target,
    facts: await openFacts(sealer, customerId, id, sealedFacts),
  };
}

async function readSurvey({ conversations, sealer, mask }: ExportParts, { id, customerId }: Conversation) {
  const survey = await conversations.survey(id);
  if (!survey) return null;
  const { at, score, sealedComment } = survey;
  const comment = sealedComment ? await openComment(sealer, customerId, id, sealedComment) : '';
  return { at, score, comment: mask(comment).text };
}

async function readCallback(
  { callbacks, sealer, mask }: ExportParts,
  callback: Callback,
): Promise<ExportedCallback> {
  const { id, kind, state, dueAt, timeZone, attempts, createdAt } = callback;
  const request = await openCallbackRequest(sealer, callback);
  const notes = [];
  for (const note of await callbacks.notes(id, 0)) {
    const { displayName, text } = await openCallbackNote(sealer, callback, note);
    notes.push({ at: note.at, from: displayName, text: mask(text ?? '').text });
  }
  return {
    ...{ id, kind, state, dueAt, timeZone, attempts, createdAt },
    request: { ...request, note: request.note === null ? null : mask(request.note).text },
    notes,
  };
}
