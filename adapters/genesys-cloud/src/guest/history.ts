import { setTimeout as pause } from 'node:timers/promises';
import { readMessage, type StructuredMessage } from '@throughline/guest-api';
import { z } from 'zod';
import { GuestRefusal } from './errors.js';
import type { GuestEndpoint } from './options.js';
import type { Pace } from './pace.js';

const PAGE_SIZE = 100;
const MAX_PAGES = 50;
const TIMEOUT_MS = 10_000;
const MOST_WAIT_MS = 60_000;

const pageSchema = z.looseObject({ entities: z.array(z.unknown()), pageCount: z.number() });

/**
 * Messages of the session that are newer than `since`, oldest first; all of them when it is null. What cannot be
 * read is left out.
 * @param access gives a JWT as `getJwt` does, good for now
 * @throws GuestRefusal, Error when the API cannot be reached
 */
export async function readHistory(
  { apiUrl, origin }: GuestEndpoint,
  access: () => Promise<string>,
  since: Date | null,
  pace: Pace,
  signal: AbortSignal,
): Promise<readonly StructuredMessage[]> {
  const messages = new Map<string, StructuredMessage>();
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    await pace.turn(signal);
    const page = await readPage(apiUrl, { jwt: await access(), origin, number }, signal);
    if (page === 'wait') {
      number -= 1;
      continue;
    }
    for (const message of page.messages) messages.set(message.id, message);
    const oldest = page.messages.at(-1);
    const isEnough = since !== null && oldest !== undefined && timeOf(oldest) <= since.getTime();
    if (isEnough || number >= page.count) break;
  }
  return [...messages.values()].toSorted((a, b) => timeOf(a) - timeOf(b));
}

/** Milliseconds since 1970; 0 when the message does not say. */
export function timeOf({ channel }: StructuredMessage): number {
  const time = Date.parse(channel?.time ?? '');
  return Number.isNaN(time) ? 0 : time;
}

async function readPage(
  apiUrl: string,
  { jwt, origin, number }: { jwt: string; origin: string | null; number: number },
  signal: AbortSignal,
): Promise<{ messages: readonly StructuredMessage[]; count: number } | 'wait'> {
  const url = new URL('/api/v2/webmessaging/messages', apiUrl);
  url.searchParams.set('pageNumber', String(number));
  url.searchParams.set('pageSize', String(PAGE_SIZE));
  const answer = await fetch(url, {
    headers: { authorization: `bearer ${jwt}`, ...(origin === null ? {} : { origin }) },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (answer.status === 429) {
    await answer.body?.cancel();
    const seconds = Number(answer.headers.get('retry-after') ?? '1') || 1;
    await pause(Math.min(MOST_WAIT_MS, seconds * 1000), undefined, { signal });
    return 'wait';
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new GuestRefusal(answer.status, 'The history of the session cannot be read.');
  }
  const { entities, pageCount } = pageSchema.parse(await answer.json());
  const messages = entities.flatMap((entity) => {
    const message = readMessage(entity);
    return message ? [message] : [];
  });
  return { messages, count: pageCount };
}
