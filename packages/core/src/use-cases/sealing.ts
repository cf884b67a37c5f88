import type { ContextItem, Entry, EntryBody, StoredEntry } from '../model/conversation.js';
import type { StoredContextItem } from '../ports/conversation-store.js';
import type { Sealer } from '../ports/sealer.js';
import type { FlowRun } from './flow-run.js';

/*
 * What each sealed value is bound to. A value moved to another row, conversation or customer does not open.
 */
const entryBinding = (conversationId: string, entryId: string) => `entry:${conversationId}:${entryId}`;
const contextBinding = (conversationId: string) => `context:${conversationId}`;
const runBinding = (conversationId: string) => `flow-run:${conversationId}`;
const surveyBinding = (conversationId: string) => `survey:${conversationId}`;
const CARRY_OVER_BINDING = 'carry-over';
const factsBinding = (conversationId: string) => `facts:${conversationId}`;

export function sealBody(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  entryId: string,
  body: EntryBody,
): Promise<Uint8Array> {
  return sealer.seal(customerId, entryBinding(conversationId, entryId), JSON.stringify(body));
}

/** Opens a committed entry for someone entitled to it. */
export async function openEntry(sealer: Sealer, customerId: string, stored: StoredEntry): Promise<Entry> {
  const binding = entryBinding(stored.conversationId, stored.id);
  const body = JSON.parse(await sealer.open(customerId, binding, stored.sealedBody)) as EntryBody;
  const { sealedBody: _, ...head } = stored;
  return { ...head, body };
}

export async function sealContext(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  item: ContextItem,
): Promise<StoredContextItem> {
  const { at, ...content } = item;
  return {
    at,
    sealed: await sealer.seal(customerId, contextBinding(conversationId), JSON.stringify(content)),
  };
}

export async function openContext(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  stored: StoredContextItem,
): Promise<ContextItem> {
  const plain = await sealer.open(customerId, contextBinding(conversationId), stored.sealed);
  return { at: stored.at, ...(JSON.parse(plain) as Omit<ContextItem, 'at'>) };
}

export function sealFacts(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  facts: unknown,
): Promise<Uint8Array> {
  return sealer.seal(customerId, factsBinding(conversationId), JSON.stringify(facts));
}

export async function openFacts(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  sealed: Uint8Array,
): Promise<unknown> {
  return JSON.parse(await sealer.open(customerId, factsBinding(conversationId), sealed));
}

export function sealComment(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  comment: string,
): Promise<Uint8Array> {
  return sealer.seal(customerId, surveyBinding(conversationId), comment);
}

export function openComment(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  sealed: Uint8Array,
): Promise<string> {
  return sealer.open(customerId, surveyBinding(conversationId), sealed);
}

/** `item` with its time: nothing else of the row tells when it was said. */
export function sealCarryOver(sealer: Sealer, customerId: string, item: ContextItem): Promise<Uint8Array> {
  return sealer.seal(customerId, CARRY_OVER_BINDING, JSON.stringify(item));
}

export async function openCarryOver(
  sealer: Sealer,
  customerId: string,
  sealed: Uint8Array,
): Promise<ContextItem> {
  const item = JSON.parse(await sealer.open(customerId, CARRY_OVER_BINDING, sealed));
  return { ...(item as ContextItem), at: new Date(item.at) };
}

export function sealMail(
  sealer: Sealer,
  customerId: string,
  mailId: string,
  request: object,
): Promise<Uint8Array> {
  return sealer.seal(customerId, `mail:${mailId}`, JSON.stringify(request));
}

export async function openMail(
  sealer: Sealer,
  customerId: string,
  mailId: string,
  sealed: Uint8Array,
): Promise<unknown> {
  return JSON.parse(await sealer.open(customerId, `mail:${mailId}`, sealed));
}

export function sealRun(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  run: FlowRun,
): Promise<Uint8Array> {
  return sealer.seal(customerId, runBinding(conversationId), JSON.stringify(run));
}

export async function openRun(
  sealer: Sealer,
  customerId: string,
  conversationId: string,
  sealed: Uint8Array,
): Promise<FlowRun> {
  return JSON.parse(await sealer.open(customerId, runBinding(conversationId), sealed)) as FlowRun;
}
