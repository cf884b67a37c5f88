import { expect, it } from 'vitest';
import { readWays } from './shadow.js';

/** 1,500 comparisons, of which the trail gives as many as are asked for. */
const ENTRIES = Array.from({ length: 1_500 }, (_, index) => ({
  id: index,
  seq: index + 1,
  hash: '',
  at: '2026-11-25T10:00:00.000000Z',
  action: 'flow.compared',
  actorKind: 'system',
  actorId: 'shadow-flow',
  conversationId: `c${index}`,
  details: {
    from: 'queue a',
    to: index % 500 === 499 ? 'callback a' : 'queue a',
    version: index < 1_400 ? 'v1' : 'v2',
  },
}));

const actions = {
  auditRead: async ({ after, limit, action }: { after: number; limit: number; action?: string }) =>
    action === 'flow.compared' ? ENTRIES.filter(({ seq }) => seq > after).slice(0, limit) : [],
};

it('[RUN-14] says who would have gone elsewhere, over all pages of the trail', async () => {
  expect(await readWays(actions, {})).toEqual([
    { from: 'queue a', to: 'queue a', count: 1_497, conversationIds: [] },
    { from: 'queue a', to: 'callback a', count: 3, conversationIds: ['c499', 'c999', 'c1499'] },
  ]);
  expect(await readWays(actions, { version: 'v1' })).toMatchObject([{ count: 1_398 }, { count: 2 }]);
});
