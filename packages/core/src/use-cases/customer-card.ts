import type { ContextField, ContextItem, Conversation, Withheld } from '../model/conversation.js';
import type { CardField, CustomerCard } from '../model/customer-card.js';
import type { Core } from './core.js';
import { openContext } from './sealing.js';
import { readWrapUp } from './wrap-up-elsewhere.js';

export type CardParts = Pick<Core, 'conversations' | 'sealer' | 'contextFields' | 'audit'>;

/**
 * Reads the card. The caller has checked that the reader is entitled to it (T10).
 * @param further what was said of the conversation elsewhere, after all that is kept with it
 */
export async function readCustomerCard(
  core: CardParts,
  conversation: Conversation,
  further: readonly ContextItem[] = [],
): Promise<CustomerCard> {
  const { id, customerId, previousConversationId } = conversation;
  const [stored, decision, last] = await Promise.all([
    core.conversations.context(id),
    core.conversations.decision(id),
    previousConversationId
      ? core.conversations.get(previousConversationId)
      : core.conversations.findLastEnded(customerId),
  ]);
  const previous = last?.id === id ? null : last;
  const wrapUp = previous && (await readWrapUp(core, previous.id));
  const kept = await Promise.all(stored.map((item) => openContext(core.sealer, customerId, id, item)));
  const items = withoutWithheld([...kept, ...further]);
  const said = items.flatMap((item) => Object.entries(item.said ?? {}));
  // What the portal's server says goes before what a page said, whenever that was.
  const fields = toCardFields(core.contextFields ?? [], new Map([...said, ...mergeFields(items)]));
  return {
    context: items.filter(saidByPage),
    ...(fields.length > 0 ? { fields } : {}),
    previous,
    ...(wrapUp ? { previousWrapUp: wrapUp } : {}),
    routingReasons: decision?.reasons ?? [],
  };
}

/** What a page said, unlike what the portal's server added or the customer took back. */
export function saidByPage({ fields, withheld }: ContextItem): boolean {
  return !fields && !withheld;
}

/** What is left of the context without what the customer took back. */
export function withoutWithheld(items: readonly ContextItem[]): readonly ContextItem[] {
  const isWithheld = withheldOf(items);
  const left = <Value>(fields: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !isWithheld('field', name)));
  return items
    .filter(({ withheld }) => !withheld)
    .map((item) => ({
      ...item,
      intent: isWithheld('intent', item.intent) ? null : item.intent,
      page: isWithheld('page', item.page?.url ?? null) ? null : item.page,
      ...(item.said ? { said: left(item.said) } : {}),
      ...(item.fields ? { fields: left(item.fields) } : {}),
    }));
}

/** Tells what the customer has taken back. */
function withheldOf(items: readonly ContextItem[]) {
  const taken = items.flatMap(({ withheld }) => withheld ?? []);
  return (kind: Withheld['kind'], name: string | null) =>
    taken.some((withheld) => withheld.kind === kind && withheld.name === name);
}

/** The values that hold by the portal's server after all of these items. */
export function mergeFields(items: readonly ContextItem[]): ReadonlyMap<string, string> {
  const merged = new Map<string, string>();
  for (const [name, value] of items.flatMap(({ fields = {} }) => Object.entries(fields))) {
    if (value === null) merged.delete(name);
    else merged.set(name, value);
  }
  return merged;
}

function toCardFields(declared: readonly ContextField[], values: ReadonlyMap<string, string>): CardField[] {
  return declared.flatMap((field) => {
    const value = values.get(field.name);
    return value === undefined ? [] : [{ ...field, value }];
  });
}
