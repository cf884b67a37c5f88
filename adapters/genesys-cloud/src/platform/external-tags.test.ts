import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TestDoor } from '../../test-support/door.js';
import { aGuestOf } from '../../test-support/guest.js';
import { doorAndClient } from '../../test-support/platform.js';
import { ExternalTags } from './external-tags.js';

let door: TestDoor;
let failures: unknown[];
let tags: ExternalTags;
beforeEach(async () => {
  const opened = await doorAndClient();
  door = opened.door;
  failures = [];
  tags = new ExternalTags({ client: opened.client, onFailure: (error) => failures.push(error) });
});
afterEach(() => door.stop());

it('[TAGS-1] has the id of ours as external tag, and tells when Genesys does not take it', async () => {
  const remoteId = await aConversation();
  await tags.set(remoteId, 'ours-1');
  const { externalTag } = (await (await door.call('GET', `/api/v2/conversations/${remoteId}`)).json()) as {
    externalTag?: string;
  };
  expect(externalTag).toBe('ours-1');
  expect(failures).toEqual([]);
  await tags.set(randomUUID(), 'ours-2');
  expect(failures).toMatchObject([{ code: 'not_found' }]);
});

async function aConversation(): Promise<string> {
  const { socket, conversationId } = await aGuestOf(door);
  socket.terminate();
  return conversationId;
}
