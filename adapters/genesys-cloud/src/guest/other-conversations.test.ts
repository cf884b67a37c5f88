import { setTimeout as pause } from 'node:timers/promises';
import type { AuditEntry } from '@throughline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';
import type { OtherConversation } from '../platform/entry-points.js';
import type { OtherConversationsOptions } from './options.js';

const FOUND: OtherConversation = { remoteId: 'other-1', channel: 'whatsapp', agentId: 'agent-7' };
const NEVER = new Promise<never>(() => undefined);

let door: RelayDoor;
let gateway: RelayGateway;
let trail: AuditEntry[];
beforeEach(async () => {
  door = await RelayDoor.start();
  trail = [];
});
afterEach(async () => {
  await gateway.stop();
  await door.stop();
});

async function talk(
  options: Pick<OtherConversationsOptions, 'rule' | 'find'> & { readonly holdMs?: number },
) {
  const record = async (entry: AuditEntry) => {
    trail.push(entry);
  };
  const otherConversations = { answerMs: 50, holdEachMs: 20, record, ...options };
  gateway = new RelayGateway({ endpoint: door.endpoint, otherConversations });
  const conversation = await gateway.open();
  await gateway.send(conversation, 'Hello');
  return conversation;
}

async function arrived(): Promise<Readonly<Record<string, string>>> {
  const [id = ''] = await eventually(
    () => door.accept(),
    (ids) => ids.length > 0,
  );
  return door.attributes(id);
}

const outcomes = () => trail.map(({ action, details }) => `${action} ${details?.outcome}`);

describe('a customer who talks to the contact center already', () => {
  it('[ENTRY-2] is told of to agents with `warn`, and wished to the same agent with `join`', async () => {
    await talk({ rule: 'warn', find: async () => FOUND });
    const attributes = await arrived();
    expect(attributes).toMatchObject({
      throughlineOtherConversation: 'other-1',
      throughlineOtherChannel: 'whatsapp',
    });
    expect(attributes).not.toHaveProperty('throughlineAgent');
    expect(outcomes()).toEqual(['conversation.other_looked_for warn']);
    await gateway.stop();
    await door.stop();

    door = await RelayDoor.start();
    await talk({ rule: 'join', find: async () => FOUND });
    expect(await arrived()).toMatchObject({ throughlineAgent: 'agent-7' });
  });

  it('[ENTRY-3] waits with `hold` until the other conversation is over', async () => {
    let found: OtherConversation | null = FOUND;
    const conversation = await talk({ rule: 'hold', find: async () => found, holdMs: 60_000 });
    await eventually(
      async () => outcomes(),
      (said) => said.length === 1,
    );
    await pause(60);
    expect(door.conversations).toEqual([]);
    expect((await gateway.get(conversation)).state).toBe('queued');
    found = null;
    expect(await arrived()).not.toHaveProperty('throughlineOtherConversation');
    expect(outcomes()).toEqual(['conversation.other_looked_for held']);
  });

  it('[ENTRY-3] waits no longer than the limit', async () => {
    await talk({ rule: 'hold', find: async () => FOUND, holdMs: 40 });
    expect(await arrived()).toMatchObject({ throughlineOtherConversation: 'other-1' });
    expect(outcomes().at(-1)).toBe('conversation.other_looked_for waited in vain');
  });

  it.each<[string, OtherConversationsOptions['find']]>([
    ['late', () => NEVER],
    ['failed', () => Promise.reject(new Error('x'))],
  ])('[ENTRY-4] goes on when the answer is %s, and the audit trail says so', async (outcome, find) => {
    await talk({ rule: 'hold', find });
    expect(await arrived()).not.toHaveProperty('throughlineOtherConversation');
    expect(outcomes()).toEqual([`conversation.other_looked_for ${outcome}`]);
  });
});
