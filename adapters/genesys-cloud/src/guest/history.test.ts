import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readHistory } from './history.js';
import { Pace } from './pace.js';

/** Takes each JWT once, as if the next page came after its end, and has nulls as other APIs of Genesys do. */
const used = new Set<string>();
const server = createServer(({ headers: { authorization = '' }, url = '' }, response) => {
  if (used.has(authorization)) return response.writeHead(401).end();
  used.add(authorization);
  const number = new URL(url, 'http://x').searchParams.get('pageNumber');
  const time = `2026-03-02T09:00:0${3 - Number(number)}.000Z`;
  const message = { id: `m-${number}`, type: 'Text', direction: 'Outbound', text: number, content: null };
  const page = { entities: [{ ...message, channel: { time, type: null } }], pageCount: 2 };
  return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
});
let apiUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  apiUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => server.close());

it('[GUEST-5] reads a history that takes longer than its access lasts', async () => {
  const endpoint = { apiUrl, socketUrl: '', deploymentId: '', origin: null, autoStart: false };
  let count = 0;
  const access = async () => `jwt-${count++}`;
  const { signal } = new AbortController();
  const messages = await readHistory(endpoint, access, null, new Pace(10, 1_000), signal);
  expect(messages.map(({ id }) => id)).toEqual(['m-2', 'm-1']);
});
