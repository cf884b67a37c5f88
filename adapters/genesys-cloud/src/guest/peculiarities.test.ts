import { DEFAULT_DEPLOYMENT } from '@throughline/genesys-door';
import type { GuestRequestOf } from '@throughline/guest-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../test-support/eventually.js';
import { type Frame, FrameEditor } from '../../test-support/frame-editor.js';
import { DEPLOYMENT_ID, RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';
import { GuestSocket } from './guest-socket.js';
import { DEFAULT_RELAY_LIMITS } from './options.js';

const SECOND = '5e1f5e1f-0000-4000-8000-000000000002';

/** Genesys as its documents and its clients know it, where the door is plainer. */
let door: RelayDoor;
let editor: FrameEditor;
let gateway: RelayGateway;

beforeAll(async () => {
  const deployments = [DEPLOYMENT_ID, SECOND].map((id) => ({
    ...DEFAULT_DEPLOYMENT,
    id,
    queueId: 'service',
  }));
  door = await RelayDoor.start({}, { limits: { echoesPerMinute: 1_000 }, deployments });
  editor = await FrameEditor.before(door);
});
afterEach(() => gateway.stop());
afterAll(async () => {
  await editor.close();
  await door.stop();
});

function begin(more: Partial<ConstructorParameters<typeof RelayGateway>[0]> = {}): void {
  editor.edit = (frame) => [frame];
  editor.answer = () => null;
  editor.requests.splice(0);
  gateway = new RelayGateway({ endpoint: { ...door.endpoint, socketUrl: editor.socketUrl }, ...more });
}

/** A conversation with an agent, who has read the customer's first word. */
async function talk() {
  const before = door.conversations.length;
  const conversation = await gateway.open();
  await gateway.send(conversation, 'Hello');
  const there = await eventually(
    async () => (await door.accept()).slice(before)[0] ?? '',
    (id) => id !== '',
  );
  await arrives(there, 'customer: Hello');
  return { conversation, there };
}

const arrives = (there: string, line: string) =>
  eventually(
    () => door.transcript(there),
    (said) => said.includes(line),
  );
const isSeen = (conversation: Awaited<ReturnType<typeof talk>>['conversation'], line: string) =>
  eventually(
    () => gateway.transcript(conversation),
    (said) => said.includes(line),
  );
const refusal = (code: number): Frame => ({ type: 'response', class: 'string', code, body: 'no' });
const messages = () => editor.of('onMessage') as readonly GuestRequestOf<'onMessage'>[];

/** Refuses the messages to which this applies, as often as said. */
function refuse(code: number, times: number, applies: (m: GuestRequestOf<'onMessage'>) => boolean): void {
  let left = times;
  editor.answer = (request) => {
    if (request.action !== 'onMessage' || left === 0 || !applies(request)) return null;
    left -= 1;
    return { ...refusal(code), ...(request.tracingId ? { tracingId: request.tracingId } : {}) };
  };
}

describe('what Genesys may say', () => {
  it('[GUEST-13] is understood without the ids of requests', async () => {
    begin({ limits: { answerMs: 60_000 } });
    editor.edit = ({ tracingId: _, ...frame }) => [frame];
    const { conversation, there } = await talk();
    await gateway.sendFile(conversation, 'invoice.txt', 'x');
    await gateway.sendFile(conversation, 'virus.exe', 'x');
    await arrives(there, 'customer: [virus.exe]');
    expect(await door.transcript(there)).toContain('customer: [File] invoice.txt');
    expect(new URL(editor.urls[0] ?? '', 'ws://x').searchParams.get('application')).toMatch(
      /^throughline-\d/,
    );
  });

  it('[GUEST-13] [GUEST-8] is shown as far as it is known', async () => {
    begin();
    const { conversation, there } = await talk();
    const unknown = { contentType: 'Location', location: { latitude: 1 } };
    editor.edit = (frame) => {
      const body = frame.body as { readonly direction?: string };
      return [body.direction === 'Outbound' ? { ...frame, body: { ...body, content: [unknown] } } : frame];
    };
    await door.say(there, 'We are here');
    await isSeen(conversation, 'agent: We are here');
  });

  it('[GUEST-8] is a form that is given back with the prepared answer that it was', async () => {
    begin();
    const { conversation, there } = await talk();
    const input = { id: 'f1', title: 'Name', isMultipleLine: false };
    const formPages = [{ pageComponents: [{ formComponentType: 'Input', input }] }];
    const form = { cannedResponseId: 'canned-1', formPages };
    await door.push(there, { text: 'Who?', content: [{ contentType: 'Form', form }] });
    const [asked] = await eventually(
      () => gateway.contents(conversation),
      (seen) => seen.length > 0,
    );
    const fields = [{ id: 'f1', label: 'Name', value: 'Ava' }];
    const answer = { kind: 'answer', to: asked?.id ?? '', text: 'Ava' } as const;
    await gateway.send(conversation, '', { ...answer, given: { kind: 'form', fields } });
    const [given] = await eventually(
      () => messages().flatMap(({ message }) => message.content ?? []),
      (seen) => seen.length > 0,
    );
    expect(given).toMatchObject({ form: { cannedResponseId: 'canned-1', originatingMessageId: asked?.id } });
  });

  it('[GUEST-1] is put in the order of its time when it comes in another', async () => {
    begin();
    const { conversation, there } = await talk();
    const held: Frame[] = [];
    editor.edit = (frame) => {
      const { text } = frame.body as { readonly text?: string };
      if (text === 'one' || text === 'two') {
        held.push(frame);
        return [];
      }
      return text === 'three' ? [frame, ...held.toReversed()] : [frame];
    };
    for (const text of ['one', 'two', 'three']) await door.say(there, text);
    await isSeen(conversation, 'agent: three');
    expect((await gateway.transcript(conversation)).slice(-3)).toEqual([
      'agent: one',
      'agent: two',
      'agent: three',
    ]);
  });
});

describe('what Genesys may refuse', () => {
  it.each([4029, 503])('[GUEST-14] goes again after a passing refusal (%s)', async (code) => {
    begin();
    const { conversation, there } = await talk();
    refuse(code, 1, ({ message }) => message.text === 'Again');
    await gateway.send(conversation, 'Again');
    await arrives(there, 'customer: Again');
    expect(gateway.failures).toEqual([]);
  });

  it('[GUEST-14] goes without its attributes when these are too large, and later ones without them too', async () => {
    begin();
    refuse(4013, 1, ({ channel }) => channel !== undefined);
    const { conversation, there } = await talk();
    await gateway.send(conversation, 'Thanks');
    await arrives(there, 'customer: Thanks');
    expect(messages().map(({ channel }) => channel !== undefined)).toEqual([true, false, false]);
    expect(gateway.failures).toMatchObject([{ code: 4013 }]);
  });

  it('[GUEST-14] [GUEST-9] names a file that is refused with its message', async () => {
    begin();
    const { conversation, there } = await talk();
    refuse(4010, 1, ({ message }) => message.content !== undefined);
    await gateway.sendFile(conversation, 'invoice.txt', 'x');
    await arrives(there, 'customer: [invoice.txt]');
  });

  it('[GUEST-4] is not told of typing any more where that is off', async () => {
    begin();
    const limits = { ...DEFAULT_RELAY_LIMITS, answerMs: 60_000 };
    const endpoint = { ...door.endpoint, socketUrl: editor.socketUrl };
    const events = { frame: () => undefined, unreadable: () => undefined };
    const socket = await GuestSocket.open(endpoint, limits, events, new AbortController().signal);
    const request = { token: 't', tracingId: 'typing-1' };
    const typing = [{ eventType: 'Typing' as const, typing: { type: 'On' as const } }];
    const type = () =>
      socket.tell({ ...request, action: 'onMessage', message: { type: 'Event', events: typing } });
    editor.answer = ({ action, tracingId = '' }) =>
      action === 'onMessage' ? { ...refusal(403), tracingId } : refusal(4007);
    type();
    // Answers come in the order of the requests.
    await socket.request({ ...request, action: 'getJwt', tracingId: 'jwt-1' });
    type();
    await socket.request({ ...request, action: 'getJwt', tracingId: 'jwt-2' });
    expect(editor.requests.map(({ action }) => action)).toEqual(['onMessage', 'getJwt', 'getJwt']);
    socket.close();
  });

  it('[GUEST-3] [GUEST-14] closes the session when the limit allows it', async () => {
    begin();
    const { conversation, there } = await talk();
    let tries = 0;
    editor.answer = ({ action, tracingId = '' }) => {
      if (action !== 'closeSession' || tries++ > 0) return null;
      const body = { retryAfter: 0.1, errorCode: 4029, errorMessage: 'no' };
      return { type: 'response', class: 'TooManyRequestsErrorMessage', code: 429, tracingId, body };
    };
    await gateway.end(conversation);
    await eventually(
      () => door.isLive(there),
      (isLive) => !isLive,
    );
    expect(tries).toBe(2);
  });
});

describe('several deployments', () => {
  it('[GUEST-17] share new sessions, and each session stays with its own', async () => {
    begin({ endpoint: { ...door.endpoint, socketUrl: editor.socketUrl, moreDeploymentIds: [SECOND] } });
    const talks = [await talk(), await talk()];
    const deployments = () =>
      editor
        .of('configureSession')
        .map((request) => [request.token, 'deploymentId' in request && request.deploymentId]);
    const before = deployments();
    expect(before.map(([, id]) => id).toSorted()).toEqual([door.endpoint.deploymentId, SECOND].toSorted());
    await door.fault({ kind: 'drop-socket' });
    for (const { conversation, there } of talks) {
      await gateway.send(conversation, 'Still there?');
      await arrives(there, 'customer: Still there?');
    }
    expect(Object.fromEntries(deployments())).toEqual(Object.fromEntries(before));
  });
});

describe('the end of what Genesys knew', () => {
  it('[GUEST-15] is noticed though nobody tells', async () => {
    begin({ limits: { echoMs: 100 } });
    const { conversation, there } = await talk();
    await door.say(there, 'Hi');
    await isSeen(conversation, 'agent: Hi');
    editor.answer = ({ action }) => (action === 'echo' ? refusal(4006) : null);
    await eventually(
      () => gateway.get(conversation),
      ({ state }) => state === 'queued',
    );
  });

  it('[GUEST-16] leads to another token when a signed-in one may not go on without', async () => {
    begin();
    const { conversation } = await talk();
    const [first] = editor.of('configureSession');
    editor.answer = ({ action, token }) =>
      action === 'configureSession' && token === first?.token ? refusal(4017) : null;
    await door.fault({ kind: 'drop-socket', token: first?.token });
    await eventually(
      () => editor.of('configureSession'),
      (seen) => seen.length > 1,
    );
    await gateway.send(conversation, 'Still there?');
    const again = await eventually(
      () => messages().find(({ message }) => message.text === 'Still there?'),
      (request) => request !== undefined,
    );
    expect(again?.token).not.toBe(first?.token);
  });

  it('[GUEST-10] [GUEST-16] leads to a new sign-in when the guest was signed out there', async () => {
    begin({ guestCodes: () => door.code('ava') });
    const { conversation, there } = await talk();
    editor.tell({ type: 'message', class: 'LogoutEvent', code: 200, body: {} });
    await eventually(
      () => door.codes,
      (codes) => codes === 2,
    );
    await gateway.send(conversation, 'Still me');
    await arrives(there, 'customer: Still me');
  });
});
