import type { ContextItem } from '@throughline/core';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTES_BYTES, contextAttributes, type EscalationFacts } from './context-attributes.js';

const at = new Date(0);
const customer = { externalId: 'ava', displayName: 'Ava', tier: 'PREMIUM' };
const ITEM: ContextItem = {
  at,
  customer,
  intent: 'billing',
  page: { url: 'https://portal.example/invoices?card=4111111111111111', title: 'Invoices' },
};

function factsOf(more: Partial<EscalationFacts> = {}): EscalationFacts {
  return {
    conversationId: 'conversation-1',
    previousConversationId: null,
    context: [ITEM],
    routing: { queueId: 'Premium_Queue_Router', priority: 10, skills: ['billing', 'german'] },
    mask: (text) => text.replace(/\d{16}/, '[card]'),
    ...more,
  };
}

const sizeOf = (value: object) => new TextEncoder().encode(JSON.stringify(value)).length;

describe('attributes of an escalation', () => {
  it('[CONTEXT-1] say what the gateway decided and what it knows, masked for Genesys', () => {
    expect(contextAttributes(factsOf())).toEqual({
      attributes: {
        throughlineConversationId: 'conversation-1',
        throughlineQueue: 'Premium_Queue_Router',
        throughlinePriority: '10',
        throughlineSkills: 'billing,german',
        customerTier: 'PREMIUM',
        intent: 'billing',
        pageTitle: 'Invoices',
        pageUrl: 'https://portal.example/invoices?card=[card]',
      },
      shortened: [],
    });
  });

  it('[CONTEXT-1] leave the decision out where Architect decides, and take the last value of a field', () => {
    const fields = (values: Record<string, string | null>): ContextItem => ({
      ...ITEM,
      intent: null,
      page: null,
      fields: values,
    });
    const context = [ITEM, fields({ order: 'O-1', plan: 'gold' }), fields({ order: 'O-2', plan: null })];

    const { attributes } = contextAttributes(factsOf({ context, routing: null }));

    expect(attributes).toMatchObject({ context_order: 'O-2', intent: 'billing' });
    expect(Object.keys(attributes)).not.toContain('throughlineQueue');
    expect(Object.keys(attributes)).not.toContain('context_plan');
  });

  it('[CONTEXT-2] stay within the limits, keep what matters most, and name what is missing', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`field${n}`, '\u{1F600}'.repeat(150)]),
    );
    const context = [ITEM, { ...ITEM, intent: null, page: null, fields }];

    const { attributes, shortened } = contextAttributes(factsOf({ context }));

    expect(sizeOf(attributes)).toBeLessThanOrEqual(ATTRIBUTES_BYTES);
    expect(attributes).toMatchObject({ throughlineQueue: 'Premium_Queue_Router', intent: 'billing' });
    expect(shortened).toContain('context_field0');
    expect(shortened).toContain('context_field19');
    expect(attributes.throughlineShortened).toContain('context_field0');
    expect(attributes.context_field0).toMatch(/^(\u{1F600})+…$/u);
    // Half a smiley would be no text any more.
    expect(attributes.context_field0?.length).toBeLessThanOrEqual(256);
  });

  it('[CONTEXT-2] withhold what cannot be masked, and say so', () => {
    const mask: (text: string) => string = (text) => {
      if (text.startsWith('https:')) throw new Error(`cannot look at ${text}`);
      return text;
    };

    const { attributes, shortened } = contextAttributes(factsOf({ mask }));

    expect(shortened).toEqual(['pageUrl']);
    expect(attributes).not.toHaveProperty('pageUrl');
  });
});
