import { setTimeout as pause } from 'node:timers/promises';
import { readRun } from '@throughline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';

let door: RelayDoor;
let gateway: RelayGateway;

beforeEach(async () => {
  door = await RelayDoor.start();
  gateway = new RelayGateway({ endpoint: door.endpoint });
});

afterEach(async () => {
  await gateway.stop();
  await door.stop();
});

/** The conversation at the door, once the agent has it. */
async function taken(): Promise<string> {
  const [id = ''] = await eventually(
    () => door.accept(),
    (ids) => ids.length > 0,
  );
  return id;
}

describe('a conversation relayed to Genesys Cloud', () => {
  it('[GUEST-1] [CONV-46] brings text both ways, each once and in order', async () => {
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    await gateway.send(conversation, 'Anybody there?');
    const there = await taken();
    await eventually(
      () => door.transcript(there),
      (said) => said.length === 2,
    );
    await door.say(there, 'Hi, the secret is out');
    await gateway.send(conversation, 'Thanks');
    await eventually(
      () => door.transcript(there),
      (said) => said.length === 4,
    );
    expect(await door.transcript(there)).toEqual([
      'customer: Hello',
      'customer: Anybody there?',
      'agent: Hi, the secret is out',
      'customer: Thanks',
    ]);
    await eventually(
      () => gateway.transcript(conversation),
      (said) => said.length === 5,
    );
    expect((await gateway.transcript(conversation)).toSorted()).toEqual(
      [
        'customer: Hello',
        'customer: Anybody there?',
        'joined Sam',
        'agent: Hi, the •••• is out',
        'customer: Thanks',
      ].toSorted(),
    );
    expect(gateway.failures).toEqual([]);
  });

  it('[CONV-47] says "delivered" when the other side has the message, and not before', async () => {
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    await taken();
    const delivered = async () => (await gateway.get(conversation)).agentReceipts.deliveredSeq;
    await eventually(delivered, (seq) => seq === 1);
    await door.fault({ kind: 'delay', path: '/v1', ms: 400 });
    await gateway.send(conversation, 'Still there?');
    expect(await delivered()).toBe(1);
    await eventually(delivered, (seq) => seq === 2);
  });

  it('[GUEST-2] [CONV-16] [CONV-45] goes from a program to an agent and back, as one conversation', async () => {
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    const there = await taken();
    await door.push(there, { text: 'I am a program', originatingEntity: 'Bot', nickname: 'Meri' });
    const stateIs = (state: string) =>
      eventually(
        () => gateway.get(conversation),
        (seen) => seen.state === state,
      );
    await stateIs('bot');
    await door.say(there, 'I am a person');
    await stateIs('active');
    await door.push(there, { text: 'Rate us', originatingEntity: 'Bot', nickname: 'Meri' });
    await stateIs('bot');
    await eventually(
      () => gateway.transcript(conversation),
      (said) => said.length === 9,
    );
    expect((await gateway.transcript(conversation)).slice(1)).toEqual([
      'joined Meri',
      'agent: I am a program',
      'left Meri',
      'joined Sam',
      'agent: I am a person',
      'left Sam',
      'joined Meri',
      'agent: Rate us',
    ]);
    const run = await readRun(gateway.core, await gateway.get(conversation));
    expect(run?.run.restart).toBeUndefined();
  });

  it('[GUEST-8] offers quick replies to the customer, and gives the answer back as one', async () => {
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    const there = await taken();
    const reply = (text: string, payload: string) => ({
      contentType: 'QuickReply',
      quickReply: { text, payload, action: 'Message' },
    });
    await door.push(there, { text: 'May I?', content: [reply('Yes', 'yes-1'), reply('No', 'no-1')] });
    const [asked] = await eventually(
      () => gateway.contents(conversation),
      (seen) => seen.length > 0,
    );
    expect(asked?.body.content).toEqual({
      kind: 'quick-replies',
      text: 'May I?',
      replies: [
        { id: 'yes-1', label: 'Yes' },
        { id: 'no-1', label: 'No' },
      ],
    });
    await gateway.pick(conversation, asked?.seq ?? 0, ['yes-1']);
    const answered = await eventually(
      () => door.messages(there),
      (messages) => messages.some(({ content }) => content?.[0]?.contentType === 'ButtonResponse'),
    );
    expect(answered.at(-1)?.content).toEqual([
      {
        contentType: 'ButtonResponse',
        buttonResponse: {
          type: 'QuickReply',
          text: 'Yes',
          payload: 'yes-1',
          originatingMessageId: asked?.id,
        },
      },
    ]);
  });

  it('[GUEST-9] brings files both ways, with their content', async () => {
    const conversation = await gateway.open();
    await gateway.sendFile(conversation, 'invoice.txt', 'to be paid');
    const there = await taken();
    const [sent] = await eventually(
      () => door.messages(there),
      (messages) => messages.length > 0,
    );
    const [file] = sent?.content ?? [];
    if (file?.contentType !== 'Attachment') throw new Error('The file did not arrive.');
    expect(await (await fetch(file.attachment.url)).text()).toBe('to be paid');

    await door.push(there, {
      text: 'Here it is',
      content: [file],
      originatingEntity: 'Human',
      nickname: 'Sam',
    });
    const back = await eventually(
      () => gateway.contents(conversation),
      (seen) => seen.length === 2,
    );
    const content = back[1]?.body.content;
    expect(content).toMatchObject({
      kind: 'attachments',
      text: 'Here it is',
      files: [{ name: 'invoice.txt' }],
    });
    const id = content?.kind === 'attachments' ? content.files[0]?.id : undefined;
    expect(gateway.files.kept.get(id ?? '')?.content.toString()).toBe('to be paid');
  });

  it('[GUEST-9] names a file that the other side does not take', async () => {
    const conversation = await gateway.open();
    await gateway.sendFile(conversation, 'virus.exe', 'x');
    const there = await taken();
    const said = await eventually(
      () => door.transcript(there),
      (lines) => lines.length > 0,
    );
    expect(said).toEqual(['customer: [virus.exe]']);
  });

  it('[GUEST-10] signs the customer in there, again when that is over, and stays the same customer', async () => {
    await gateway.stop();
    gateway = new RelayGateway({ endpoint: door.endpoint, guestCodes: () => door.code('ava') });
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    const there = await taken();
    const isSignedIn = async () =>
      (await door.messages(there)).map(({ metadata }) => metadata?.authenticated);
    await eventually(isSignedIn, (seen) => seen.length === 1);
    await door.fault({ kind: 'expire-jwt' });
    await door.fault({ kind: 'drop-socket' });
    await gateway.send(conversation, 'Still me');
    await eventually(isSignedIn, (seen) => seen.length === 2);
    expect(await isSignedIn()).toEqual(['true', 'true']);
    expect(door.codes).toBe(1);
  });

  it('[GUEST-10] speaks for nobody as long as nobody vouches for the customer', async () => {
    await gateway.stop();
    let isVouchedFor = false;
    const guestCodes = async () => (isVouchedFor ? door.code('ava') : null);
    gateway = new RelayGateway({ endpoint: door.endpoint, guestCodes });
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    await eventually(
      () => gateway.failures,
      (failures) => failures.length > 0,
    );
    expect(door.conversations).toEqual([]);
    isVouchedFor = true;
    expect(await door.transcript(await taken())).toEqual(['customer: Hello']);
  });

  it('[GUEST-12] [GUEST-10] ends the sign-in there when the customer signs out, and goes on when the customer is back', async () => {
    await gateway.stop();
    let isVouchedFor = true;
    const guestCodes = async () => (isVouchedFor ? door.code('ava') : null);
    gateway = new RelayGateway({ endpoint: door.endpoint, guestCodes });
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    const there = await taken();
    await door.say(there, 'Hi');
    await eventually(
      () => gateway.transcript(conversation),
      (seen) => seen.includes('agent: Hi'),
    );
    const { bus } = gateway.core;
    bus.publish({ kind: 'customer-sessions-ended', sessionIds: ['session of somebody else'] });
    await pause(50);
    expect(door.revocations).toBe(0);

    isVouchedFor = false;
    bus.publish({ kind: 'customer-sessions-ended', sessionIds: ['session of ava'] });
    await eventually(
      async () => door.revocations,
      (count) => count === 1,
    );
    await eventually(
      async () => door.connected,
      (count) => count === 0,
    );
    await door.say(there, 'Are you there?');
    await gateway.send(conversation, 'From another tab');
    await pause(300);
    expect(await door.transcript(there)).not.toContain('customer: From another tab');
    expect((await gateway.transcript(conversation)).at(-1)).not.toBe('agent: Are you there?');

    isVouchedFor = true;
    await eventually(
      () => door.transcript(there),
      (lines) => lines.includes('customer: From another tab'),
    );
    expect(door.codes).toBe(2);
    await eventually(
      () => gateway.transcript(conversation),
      (seen) => seen.includes('agent: Are you there?'),
    );
  });

  it('[GUEST-6] goes on after an outage in which the other side forgot the session', async () => {
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    await door.say(await taken(), 'Hi');
    await eventually(
      () => gateway.transcript(conversation),
      (seen) => seen.includes('agent: Hi'),
    );
    const port = Number(door.host.split(':')[1]);
    await door.stop();
    for (const text of ['Still there?', 'Hm.']) await gateway.send(conversation, text);
    await pause(500);
    door = await RelayDoor.start({}, {}, port);
    const there = await taken();
    const said = await eventually(
      () => door.transcript(there),
      (lines) => lines.length === 3,
    );
    expect(said).toEqual([
      'customer: Earlier in this conversation:\nAva: Hello\nSam: Hi',
      'customer: Still there?',
      'customer: Hm.',
    ]);
    await door.say(there, 'Here again');
    await eventually(
      () => gateway.transcript(conversation),
      (seen) => seen.includes('agent: Here again'),
    );
    expect((await gateway.transcript(conversation)).filter((line) => line.startsWith('customer'))).toEqual([
      'customer: Hello',
      'customer: Still there?',
      'customer: Hm.',
    ]);
  });

  it('[GUEST-3] ends here when it ends there, and there when it ends here', async () => {
    const [first, second] = [await gateway.open(), await gateway.open()];
    for (const conversation of [first, second]) await gateway.send(conversation, 'Hello');
    const [endedThere = '', endedHere = ''] = await eventually(
      () => door.accept(),
      (ids) => ids.length === 2,
    );
    await door.end(endedThere);
    await eventually(
      () => Promise.all([first, second].map((each) => gateway.get(each))),
      (seen) => seen.some(({ state }) => state === 'ended'),
    );
    const live = (await gateway.get(first)).state === 'ended' ? second : first;
    await gateway.send(live, 'Bye');
    await gateway.end(live);
    await eventually(
      () => door.isLive(endedHere),
      (isLive) => !isLive,
    );
    expect(await door.transcript(endedHere)).toEqual(['customer: Hello', 'customer: Bye']);
    await eventually(
      async () => gateway.closed,
      (closed) => closed.size === 2,
    );
    expect([...gateway.closed].toSorted()).toEqual([first.id, second.id].toSorted());
  });

  it('[GUEST-4] shows typing both ways', async () => {
    const conversation = await gateway.open();
    await gateway.send(conversation, 'Hello');
    const there = await taken();
    const [here, elsewhere] = [gateway.typing(), door.typing()];
    door.types(there);
    await eventually(
      () => here,
      (seen) => seen.length > 0,
    );
    expect(here[0]).toMatchObject({ conversationId: conversation.id, role: 'agent', on: true });
    gateway.types(conversation);
    await eventually(
      () => elsewhere,
      (seen) => seen.some(({ role }) => role === 'customer'),
    );
  });
});
