import type { SharedItem } from '@throughline/protocol';

/** What {@link createSharedCard} says; comes with it. */
export const sharedWords = {
  heading: 'What the agent sees',
  intro: 'Besides your messages, the agent sees:',
  stop: 'Stop sharing',
  stopLabel: (what: string): string => `Stop sharing: ${what}`,
  stopped: 'The agent no longer sees it.',
  failed: 'That did not work. Please try again.',
  kinds: {
    name: 'Your name',
    'customer-id': 'Customer number',
    tier: 'Customer group',
    intent: 'What you asked about',
    page: 'Page you came from',
    field: '',
    previous: 'Your last chat',
    internal: 'How your request was routed, and internal notes',
  } satisfies Record<SharedItem['kind'], string>,
};
