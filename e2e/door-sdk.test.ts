/** A whole journey: the vendor's own SDK and a raw guest on one side, an agent at the desk on the other. */
import { randomUUID } from 'node:crypto';
import sdk from 'purecloud-platform-client-v2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, Door } from './support/door.js';
import { differencesFromModel } from './support/sdk-models.js';

const [CLIENT_ID = '', CLIENT_SECRET = ''] = CLIENT.split(':');

let door: Door;
beforeAll(async () => {
  door = await Door.start();
});
afterAll(() => door.stop());

describe("the vendor's SDK", () => {
  it('[DOOR-44] [DOOR-58] drives a conversation from its first message to its wrap-up', async () => {
    const client = new sdk.ApiClientClass();
    // Otherwise it watches a file and keeps the process alive.
    client.config.live_reload_config = false;
    const { hostname, port } = new URL(door.url);
    client.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
    const { accessToken } = await client.loginClientCredentialsGrant(CLIENT_ID, CLIENT_SECRET);
    expect(accessToken).toBeTruthy();
    const routing = new sdk.RoutingApi(client);
    const conversations = new sdk.ConversationsApi(client);
    const fits = (value: unknown, model: string) => expect(differencesFromModel(value, model)).toEqual([]);

    const queues = await routing.getRoutingQueues({ name: 'Standard*' });
    fits(queues, 'QueueEntityListing');
    const queueId = queues.entities?.[0]?.id ?? '';
    const agent = await (await door.agent()).available();

    // The guest: attributes in one place, then the other; text, echo, history, attachment, typing.
    const guest = await door.guest();
    await guest.request('onMessage', {
      message: { type: 'Text', text: 'Hello' },
      channel: { metadata: { customAttributes: { plan: 'gold' } } },
    });
    await guest.say('I wait', { channel: { metadata: { customAttributes: { order: 'O-7' } } } });
    expect((await guest.request('echo', { message: { type: 'Text', text: 'ping' } })).body.text).toBe('ping');
    const id = await (await door.platform()).conversationOf(guest);
    await agent.accept(id);
    await agent.say(id, 'Welcome');
    expect((await guest.outbound()).body.text).toBe('Welcome');
    const attachmentId = randomUUID();
    const upload = await guest.request('onAttachment', {
      attachmentId,
      fileName: 'a.txt',
      fileType: 'text/plain',
    });
    await fetch(upload.body.url, { method: 'PUT', headers: upload.body.headers, body: 'content' });
    await guest.of('UploadSuccessEvent');
    await guest.request('onMessage', {
      message: { content: [{ contentType: 'Attachment', attachment: { id: attachmentId } }] },
    });
    await agent.frames.next('entries', ({ entries }) =>
      entries.some((entry) => entry.kind === 'message' && entry.text.includes('a.txt')),
    );

    // History, as the SDK reads it with the guest's own token.
    const guestClient = new sdk.ApiClientClass();
    guestClient.config.live_reload_config = false;
    guestClient.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
    guestClient.setAccessToken((await guest.request('getJwt')).body.jwt);
    const history = await new sdk.WebMessagingApi(guestClient).getWebmessagingMessages({ pageSize: 10 });
    expect(history.entities?.map(({ text }) => text)).toEqual([undefined, 'Welcome', 'I wait', 'Hello']);
    fits(history, 'WebMessagingMessageEntityList');

    // The conversation.
    const conversation = await conversations.getConversation(id);
    fits(conversation, 'Conversation');
    const customer = conversation.participants.find(({ purpose }) => purpose === 'customer');
    const served = conversation.participants.find(({ purpose }) => purpose === 'agent');
    expect(customer?.attributes).toEqual({ plan: 'gold', order: 'O-7' });
    await conversations.patchConversationsMessageParticipantAttributes(id, customer?.id ?? '', {
      body: { attributes: { verified: 'true' } },
    });
    await conversations.patchConversationParticipantAttributes(id, customer?.id ?? '', {
      attributes: { tier: 'PREMIUM' },
    });
    const view = await conversations.getConversationsMessage(id);
    fits(view, 'MessageConversation');
    expect(view.participants?.[0]?.attributes).toMatchObject({ verified: 'true', tier: 'PREMIUM' });
    const ids = (customer?.messages?.[0]?.messages ?? []).map(({ messageId }) => messageId ?? '');
    const texts = await conversations.postConversationsMessageMessagesBulk(id, { body: ids });
    fits(texts, 'TextMessageListing');
    expect(texts.entities?.[0]?.normalizedMessage?.text).toBe('Hello');

    // Queue figures and callback.
    const observed = await new sdk.AnalyticsApi(client).postAnalyticsQueuesObservationsQuery({
      filter: {
        type: 'or',
        predicates: [{ type: 'dimension', dimension: 'queueId', operator: 'matches', value: queueId }],
      },
      metrics: ['oInteracting'],
    });
    fits(observed, 'QueueObservationQueryResponse');
    expect(observed.results?.[0]?.data?.[0]?.stats?.count).toBe(1);
    const estimate = await routing.getRoutingQueueMediatypeEstimatedwaittime(queueId, 'message');
    expect(estimate.results[0]?.intent).toBe('MESSAGE');
    const callback = await conversations.postConversationsCallbacks({
      routingData: { queueId },
      callbackNumbers: ['+49301234567'],
      data: { chatConversationId: id },
    });
    fits(callback, 'CreateCallbackResponse');
    const read = await conversations.getConversationsCallback(callback.conversation.id ?? '');
    expect(read.participants?.[0]?.attributes).toEqual({ chatConversationId: id });

    // Notifications.
    const notifications = new sdk.NotificationsApi(client);
    const channel = await notifications.postNotificationsChannels();
    const topic = `v2.routing.queues.${queueId}.conversations.messages`;
    const subscribed = await notifications.putNotificationsChannelSubscriptions(channel.id ?? '', [
      { id: topic },
    ]);
    expect(subscribed.entities?.[0]?.state).toBe('Permitted');

    // Wrap-up and end.
    await conversations.postConversationsMessageParticipantCommunicationWrapup(
      id,
      served?.id ?? '',
      served?.messages?.[0]?.id ?? '',
      { body: { code: 'resolved', notes: 'fine' } },
    );
    await conversations.patchConversationsMessageParticipant(id, served?.id ?? '', {
      body: { state: 'disconnected' },
    });
    expect((await guest.event('Presence', 'Disconnect')).body.metadata.readOnly).toBe('true');
    expect(await guest.say('anyone?')).toMatchObject({ code: 409 });
    await guest.request('closeSession', { closeAllConnections: true });
    expect((await guest.configure({ startNew: true })).body).toMatchObject({
      newSession: true,
      readOnly: false,
    });
    expect(guest.misfits).toEqual([]);
    agent.close();
  });

  it('[DOOR-43] sees errors as the real service gives them', async () => {
    const client = new sdk.ApiClientClass();
    client.config.live_reload_config = false;
    client.setReturnExtendedResponses(true);
    const { hostname, port } = new URL(door.url);
    client.setGateway({ protocol: 'http', host: hostname, port: Number(port) });
    await client.loginClientCredentialsGrant(CLIENT_ID, CLIENT_SECRET);
    const missing = new sdk.ConversationsApi(client).getConversation('nothing');
    await expect(missing).rejects.toMatchObject({ status: 404, body: { code: 'not.found' } });
  });
});
