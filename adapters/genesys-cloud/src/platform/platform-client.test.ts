import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { QUEUE } from '../../test-support/door.js';
import { clientOf, doorAndClient } from '../../test-support/platform.js';
import { Timeline } from '../../test-support/timeline.js';
import type { GenesysError } from './genesys-error.js';
import { createCallback } from './operations/callbacks.js';
import { getConversation } from './operations/conversations.js';
import type { PlatformClient, PlatformClientOptions } from './platform-client.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function startedDoor(more: Partial<PlatformClientOptions> = {}) {
  const started = await doorAndClient(more);
  closing.push(() => started.door.stop());
  return started;
}

/** Answers in the order given, and keeps what it was asked. */
async function scripted(answers: readonly (readonly [status: number, body: string])[]) {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [status, body] = answers[asked.length - 1] ?? [500, ''];
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const address = server.address();
  return { asked, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

/** An operation that the door answers well. */
const listQueues = (client: PlatformClient) =>
  client.send({
    operation: 'GET /api/v2/routing/queues',
    answer: z.object({ entities: z.array(z.object({ name: z.string() })) }),
    urgency: 'active',
    isRepeatable: true,
  });

const TOKEN = JSON.stringify({ access_token: 'secret-token', token_type: 'bearer', expires_in: 86_400 });

describe('requests to the Platform API', () => {
  it('[PLATFORM-2] log in once, and again ahead of the end of the token', async () => {
    const { url, asked } = await scripted([
      [200, TOKEN],
      [200, '{}'],
      [200, '{}'],
      [200, TOKEN],
      [200, '{}'],
    ]);
    const time = new Timeline();
    const { client } = clientOf(url, time);
    await Promise.all([getConversation(client, 'c-1'), getConversation(client, 'c-1')]);
    time.clock.advance(86_390_000);
    await getConversation(client, 'c-1');

    expect(asked.map((line) => line.split(' ')[1])).toEqual([
      '/oauth/token',
      '/api/v2/conversations/messages/c-1',
      '/api/v2/conversations/messages/c-1',
      '/oauth/token',
      '/api/v2/conversations/messages/c-1',
    ]);
  });

  it('[PLATFORM-2] use the token that still works while the next one cannot be had', async () => {
    const { url, asked } = await scripted([
      [200, TOKEN],
      [200, '{}'],
      [503, ''],
      [200, '{}'],
    ]);
    const time = new Timeline();
    const { client } = clientOf(url, time);
    await getConversation(client, 'c-1');
    time.clock.advance(86_400_000 * 0.95);

    await getConversation(client, 'c-1');

    expect(asked.filter((line) => line.endsWith('/oauth/token'))).toHaveLength(2);
  });

  it('[PLATFORM-2] log in once more when the token is not taken, and only once', async () => {
    const { client, door } = await startedDoor();
    await listQueues(client);
    await door.fault({ kind: 'expire-token' });
    expect((await listQueues(client)).entities[0]?.name).toBe(QUEUE.id);

    await door.fault({ kind: 'http', status: 401, path: '/api/v2/routing', times: 2 });
    await expect(listQueues(client)).rejects.toMatchObject({ code: 'login_refused' });
  });

  it('[PLATFORM-2] say that the client is refused, without its secret', async () => {
    const { door, time } = await startedDoor();
    const { client } = clientOf(door.url, time, { clientSecret: 'wrong-secret' });

    const error = await listQueues(client).catch((refusal: unknown) => refusal);

    expect(error).toMatchObject({ code: 'login_refused', facts: { status: 400, reason: 'invalid_client' } });
    expect(String(error)).toContain('Check the id, secret and grant type');
    expect(JSON.stringify(error)).not.toContain('wrong-secret');
  });

  it('[PLATFORM-3] wait as long as a 429 asks and a random time more, then succeed', async () => {
    const { client, door, waits } = await startedDoor();
    await door.fault({ kind: 'http', status: 429, retryAfterSeconds: 7, path: '/api/v2/routing', times: 2 });

    expect((await listQueues(client)).entities).toHaveLength(1);

    // Twice 7 s; then half of the 500 ms and 1 s that are drawn from.
    expect(waits).toEqual([7_250, 7_500]);
  });

  it('[PLATFORM-3] end within the time that the caller has, saying when to come back', async () => {
    const { client, door, waits } = await startedDoor();
    await door.fault({ kind: 'http', status: 429, retryAfterSeconds: 60, path: '/api/v2/routing' });

    await expect(listQueues(client)).rejects.toMatchObject({
      code: 'limited',
      facts: { status: 429, retryAfterMs: 60_000 },
    });
    expect(waits).toEqual([]);
  });

  it('[PLATFORM-3] are sent again after an unknown fate only when twice is as good as once', async () => {
    const { client, door, waits } = await startedDoor();
    await door.fault({ kind: 'http', status: 503, emptyBody: true, path: '/api/v2/', times: 3 });
    expect((await listQueues(client)).entities).toHaveLength(1);
    expect(waits).toHaveLength(3);

    await door.fault({ kind: 'http', status: 503, emptyBody: true, path: '/api/v2/conversations' });
    const command = {
      callbackNumbers: ['+4930123456'],
      callbackUserName: 'Ava',
      routingData: { queueId: QUEUE.id },
    };
    await expect(createCallback(client, command)).rejects.toMatchObject({ code: 'unreachable' });
    expect(waits).toHaveLength(3);
  });

  it('[PLATFORM-3] have a time limit, and say that nobody answered', async () => {
    const { client, door, contacts } = await startedDoor({ timeoutMs: 50 });
    await listQueues(client);
    await door.fault({ kind: 'delay', ms: 400, path: '/api/v2/routing', times: 10 });

    await expect(listQueues(client)).rejects.toMatchObject({ code: 'unreachable' });
    expect(contacts).toEqual([true, false, false, false, false]);
  });

  it('[PLATFORM-4] fail with where, what and what to do, and with nothing that was sent or said', async () => {
    const { url } = await scripted([
      [200, TOKEN],
      [
        403,
        JSON.stringify({
          message: 'You must have [user:view], said about ava@example.org',
          code: 'missing.any.permissions',
          status: 403,
          contextId: 'ctx-1',
        }),
      ],
    ]);
    const { client } = clientOf(url, new Timeline());

    const error = (await getConversation(client, 'ava@example.org').catch(
      (refusal: unknown) => refusal,
    )) as Error;

    expect(error).toMatchObject({ code: 'forbidden' });
    expect(error.message).toBe(
      'GET /api/v2/conversations/messages/{conversationId}: The OAuth client may not do this. Give its role the permission, in the ' +
        'division of the queue. (status 403, code missing.any.permissions, context ctx-1)',
    );
    expect(JSON.stringify(error)).not.toContain('ava@example.org');
  });

  it('[PLATFORM-4] refuse an answer of another shape', async () => {
    const { url } = await scripted([
      [200, TOKEN],
      [200, '<html>proxy</html>'],
      [200, '{"id":7}'],
    ]);
    const { client } = clientOf(url, new Timeline());

    await expect(getConversation(client, 'c-1')).rejects.toMatchObject({ code: 'bad_answer' });
    await expect(getConversation(client, 'c-1')).rejects.toMatchObject({
      code: 'bad_answer',
      facts: { reason: 'id' },
    });
  });

  it('[PLATFORM-5] stay within the limit that Genesys counts, however many are asked for', async () => {
    const { client } = await startedDoor();
    const outcomes: GenesysError[] = [];
    for (let round = 0; round < 5; round += 1) {
      const asked = Array.from({ length: 100 }, () => getConversation(client, 'none'));
      const settled = await Promise.allSettled(asked);
      outcomes.push(...settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
    }

    // Genesys refused none; the rest was told at once that it would wait for too long.
    expect(outcomes.filter(({ facts }) => facts.status === 429)).toEqual([]);
    expect(outcomes.filter(({ code }) => code === 'not_found').length).toBeGreaterThan(100);
  });
});
