import type { PendingMessage } from '@throughline/chat-client';
import { expect, test } from 'vitest';
import { createMeasure } from './measured.js';

const ready = { connection: { kind: 'ready' }, entries: [], pending: [] } as const;
const lost = { ...ready, connection: { kind: 'waiting', retryAt: 0, attempt: 1 } } as const;
const message = (status: PendingMessage['status']): PendingMessage => ({
  id: 'a',
  text: 'secret',
  createdAt: 0,
  status,
  error: null,
});

test('a lost connection is measured from its loss to the next welcome, over all tries', () => {
  const measure = createMeasure();
  expect(measure(ready, 1_000)).toEqual([]);
  expect(measure(lost, 2_000)).toEqual([]);
  expect(measure({ ...lost, connection: { kind: 'connecting' } }, 2_500)).toEqual([]);
  expect(measure(lost, 2_600)).toEqual([]);
  expect(measure(ready, 5_000)).toEqual([{ kind: 'reconnected', ms: 3_000 }]);
  expect(measure(ready, 6_000)).toEqual([]);
});

test('an acknowledgement is measured from the sending, not from the writing', () => {
  const measure = createMeasure();
  measure({ ...ready, pending: [message('waiting')] }, 1_000);
  measure({ ...ready, pending: [message('sending')] }, 4_000);
  expect(measure(ready, 4_120)).toEqual([{ kind: 'sent', ms: 120 }]);
});

test('a refused message, and one that goes out again, give no time of an acknowledgement', () => {
  const measure = createMeasure();
  measure({ ...ready, pending: [message('sending')] }, 1_000);
  expect(measure({ ...ready, pending: [message('waiting')] }, 2_000)).toEqual([]);
  measure({ ...ready, pending: [message('sending')] }, 9_000);
  expect(measure({ ...ready, pending: [message('failed')] }, 9_050)).toEqual([]);
  expect(measure(ready, 9_100)).toEqual([]);
});
