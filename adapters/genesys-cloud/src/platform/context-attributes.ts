import type { ContextItem } from '@throughline/core';
import type { OtherConversation } from './entry-points.js';

/** Where the gateway's decision sends the conversation, for a message flow that obeys it. */
export interface RoutingWish {
  readonly queueId: string;
  readonly priority: number;
  readonly skills: readonly string[];
}

export interface EscalationFacts {
  readonly conversationId: string;
  readonly previousConversationId: string | null;
  /** Oldest first. */
  readonly context: readonly ContextItem[];
  /** Null when Architect decides. */
  readonly routing: RoutingWish | null;
  /** What the customer talks about already, through another channel, and what is to be done about it. */
  readonly other?: (OtherConversation & { readonly rule: string }) | null;
  /** Masks for the destination "genesys"; what it throws on is left out. */
  readonly mask: (text: string) => string;
}

export interface ContextAttributes {
  /** Participant data by name, within Genesys's limits. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of what was cut, left out for want of room, or withheld because it could not be masked. */
  readonly shortened: readonly string[];
}

/** All of a guest's custom attributes together, as JSON in UTF-8 (Web Messaging, "customAttributes"). */
export const ATTRIBUTES_BYTES = 2_048;
/** One value, in characters: the limit that is documented for bot flows, the strictest of them. */
const VALUE_LENGTH = 256;
const SHORTENED = 'throughlineShortened';
/** Room that the list of what is shortened may need. */
const SHORTENED_BYTES = 200;

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/**
 * What Genesys's flows, scripts and agents are told of an escalation. It rides the guest's first message as custom
 * attributes, so that no request of the Platform API is needed. What matters most comes first and is kept whole.
 */
export function contextAttributes(facts: EscalationFacts): ContextAttributes {
  return fitAttributes(wanted(facts), facts.mask);
}

/**
 * As many of these as Genesys takes, each masked.
 * @param given The most important first.
 * @param mask What it throws on is left out.
 */
export function fitAttributes(
  given: readonly (readonly [name: string, value: string])[],
  mask: (text: string) => string,
): ContextAttributes {
  const attributes: Record<string, string> = {};
  const shortened: string[] = [];
  for (const [name, value] of given) {
    const clean = maskOrNull(mask, value);
    const room = ATTRIBUTES_BYTES - SHORTENED_BYTES;
    const cut = clean === null ? null : cutTo(clean, VALUE_LENGTH);
    if (cut === null || bytesOf({ ...attributes, [name]: cut }) > room) {
      shortened.push(name);
      continue;
    }
    attributes[name] = cut;
    if (cut !== clean) shortened.push(name);
  }
  if (shortened.length > 0) attributes[SHORTENED] = cutTo(shortened.join(','), SHORTENED_BYTES - 40);
  return { attributes, shortened };
}

/** Most important first. */
function wanted(facts: EscalationFacts): readonly (readonly [name: string, value: string])[] {
  const { conversationId, previousConversationId, context, routing, other } = facts;
  const latest = context.findLast(({ fields }) => !fields);
  const fields = Object.entries(Object.assign({}, ...context.map((item) => item.fields ?? {})));
  const all: readonly (readonly [string, unknown])[] = [
    ['throughlineConversationId', conversationId],
    ['throughlineQueue', routing?.queueId],
    ['throughlinePriority', routing ? String(routing.priority) : null],
    ['throughlineSkills', routing?.skills.join(',') || null],
    ['throughlineOtherConversation', other?.remoteId],
    ['throughlineOtherChannel', other?.channel],
    ['throughlineAgent', other?.rule === 'join' ? other.agentId : null],
    ['customerTier', latest?.customer.tier],
    ['intent', latest?.intent],
    ['previousConversationId', previousConversationId],
    ...fields.map(([name, value]) => [`context_${name}`, value] as const),
    ['pageTitle', latest?.page?.title],
    ['pageUrl', latest?.page?.url],
  ];
  return all.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}

/** Fails closed: a text that cannot be checked is not passed on. */
function maskOrNull(mask: (text: string) => string, value: string): string | null {
  try {
    return mask(value);
  } catch {
    return null;
  }
}

/** Never ends within a character that takes two places. */
function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
