/** What servers look up at the Genesys-compatible door: contacts, analytics and conversations by attribute. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, DEPLOYMENT, Door, type Guest, type Platform } from './support/door.js';
import { differencesFromModel } from './support/sdk-models.js';

let door: Door;
let platform: Platform;
let guest: Guest;
let id: string;
beforeAll(async () => {
  door = await Door.start();
  platform = await door.platform();
  guest = await door.guest();
  const channel = { metadata: { customAttributes: { portalRef: 'K-20417' } } };
  await guest.request('onMessage', { message: { type: 'Text', text: 'hello' }, channel });
  id = await platform.conversationOf(guest);
});
afterAll(async () => {
  guest.close();
  await door.stop();
});

const fits = ({ body }: Answer, model: string) => expect(differencesFromModel(body, model)).toEqual([]);
const post = (path: string, body: object) => platform.call('POST', `/api/v2${path}`, body);

describe('external contacts', () => {
  it('[DOOR-64] are looked up, created, claimed and tied to a conversation', async () => {
    const name = `Portal ${id}`;
    const source = await post('/externalcontacts/externalsources', { name, active: true });
    fits(source, 'ExternalSource');
    const externalSource = { id: source.body.id };
    const identifier = { type: 'ExternalId', value: 'user-42', externalSource };
    const lookup = () => post('/externalcontacts/identifierlookup/contacts', identifier);
    expect(await lookup()).toMatchObject({ status: 404, body: { code: 'not.found' } });
    const fields = { firstName: 'Ada', lastName: 'L', externalIds: [{ externalSource, value: 'user-42' }] };
    const created = await post('/externalcontacts/contacts', fields);
    fits(created, 'ExternalContact');
    expect(created.body).toMatchObject({
      firstName: 'Ada',
      externalIds: [{ externalSource: { name } }],
    });
    expect((await lookup()).body.id).toBe(created.body.id);
    expect(await post('/externalcontacts/contacts', fields)).toMatchObject({
      status: 409,
      body: { code: 'identifier.claim.conflict' },
    });
    const identifiers = `/api/v2/externalcontacts/contacts/${created.body.id}/identifiers`;
    const email = { type: 'Email', value: 'ada@shop.example' };
    fits(
      await platform.call('PATCH', identifiers, { operation: 'Claim', identifier: email }),
      'ContactIdentifier',
    );
    expect((await post('/externalcontacts/identifierlookup/contacts', email)).body.id).toBe(created.body.id);
    fits(await platform.get(identifiers), 'ContactIdentifierListing');
    const tie = await platform.call('PUT', `/api/v2/externalcontacts/conversations/${id}`, {
      conversationId: id,
      communicationId: 'x',
      externalContactId: created.body.id,
      mediaType: 'MESSAGE',
    });
    expect(tie.status).toBe(202);
    const { body } = await platform.get(`/api/v2/conversations/${id}`);
    expect(body.participants[0].externalContactId).toBe(created.body.id);
    const sent = await post('/conversations/messages/agentless', {
      fromAddress: 'd',
      toAddressMessengerType: 'webmessaging',
      externalContactId: created.body.id,
      textBody: 'Your callback is booked.',
    });
    fits(sent, 'SendAgentlessOutboundMessageResponse');
    expect((await guest.outbound()).body.text).toBe('Your callback is booked.');
    const codeOf = async (textBody: string) =>
      (
        await post('/conversations/messages/agentless', {
          fromAddress: 'd',
          toAddressMessengerType: 'webmessaging',
          externalContactId: created.body.id,
          textBody,
        })
      ).body.code;
    expect(await codeOf('')).toBe('invalid.webmessaging.text.body');
    expect(await codeOf('x'.repeat(4001))).toBe('max.length.exceeded');
  });
});

describe('analytics', () => {
  const interval = () => {
    const now = Date.now();
    return `${new Date(now - 60_000).toISOString()}/${new Date(now + 60_000).toISOString()}`;
  };
  const query = (dimension: string, value: string, more: object = {}) =>
    post('/analytics/conversations/details/query', {
      interval: interval(),
      segmentFilters: [
        {
          type: 'and',
          predicates: [
            { type: 'dimension', dimension: 'mediaType', operator: 'matches', value: 'message' },
            { type: 'dimension', dimension, operator: 'matches', value },
          ],
        },
      ],
      ...more,
    });

  it('[DOOR-65] describe conversations, by what their parts and participants are', async () => {
    const found = await query('purpose', 'customer', {
      conversationFilters: [
        { type: 'and', predicates: [{ dimension: 'conversationId', operator: 'matches', value: id }] },
      ],
    });
    fits(found, 'AnalyticsConversationQueryResponse');
    expect(found.body).toMatchObject({ totalHits: 1, conversations: [{ conversationId: id }] });
    const byProperty = await post('/analytics/conversations/details/query', {
      interval: interval(),
      segmentFilters: [
        {
          type: 'and',
          predicates: [{ type: 'property', property: 'portalRef', propertyType: 'string', value: 'K-20417' }],
        },
      ],
    });
    expect(byProperty.body.conversations[0].conversationId).toBe(id);
    const none = await query('purpose', 'api');
    expect(none.body).toEqual({ totalHits: 0 });
    fits(
      await platform.get(`/api/v2/analytics/conversations/${id}/details`),
      'AnalyticsConversationWithoutAttributes',
    );
    expect(await post('/analytics/conversations/details/query', { interval: 'today' })).toMatchObject({
      status: 400,
      body: { code: 'bad.request', details: [{ fieldName: 'interval' }] },
    });
  });

  it('[DOOR-66] observe users', async () => {
    const { body: users } = await platform.get('/api/v2/users');
    const observed = await post('/analytics/users/observations/query', {
      filter: { type: 'or', predicates: [{ dimension: 'userId', value: users.entities[0].id }] },
      metrics: ['oUserRoutingStatuses'],
    });
    fits(observed, 'UserObservationQueryResponse');
    expect(observed.body.results[0]).toMatchObject({
      group: { userId: users.entities[0].id },
      data: [{ metric: 'oUserRoutingStatuses', qualifier: 'OFF_QUEUE', stats: { count: 1 } }],
    });
  });
});

describe('attributes', () => {
  it('[DOOR-67] lead to their conversation', async () => {
    const search = (value: string) =>
      post('/conversations/participants/attributes/search', {
        query: [
          { type: 'EXACT', fields: ['portalRef'], value },
          {
            type: 'DATE_RANGE',
            fields: ['startTime'],
            startValue: new Date(Date.now() - 3_600_000).toISOString(),
            endValue: new Date(Date.now() + 3_600_000).toISOString(),
          },
        ],
      });
    const found = await search('K-20417');
    fits(found, 'JsonCursorSearchResponse');
    expect(found.body.results.map((one: { conversationId: string }) => one.conversationId)).toEqual([id]);
    expect((await search('K-1')).body.results).toEqual([]);
  });
});

describe('requests about a person', () => {
  const until = async (requestId: string) => {
    await expect
      .poll(async () => {
        const answer = await platform.get(`/api/v2/gdpr/requests/${requestId}`);
        fits(answer, 'GDPRRequest');
        return answer.body.status;
      })
      .toBe('COMPLETED');
    return (await platform.get(`/api/v2/gdpr/requests/${requestId}`)).body;
  };

  it('[DOOR-81] export what is kept, and erase it', async () => {
    const { jwt } = await platform.signIn('user-77');
    const theirs = await door.connect();
    await theirs.request('configureAuthenticatedSession', {
      deploymentId: DEPLOYMENT,
      data: { code: jwt },
    });
    await theirs.say('my order is late');
    const externalSource = { id: 'source-1', name: 'Portal' };
    const contact = { firstName: 'Ben', externalIds: [{ externalSource, value: 'user-77' }] };
    await post('/externalcontacts/contacts', contact);
    const subject = { externalId: 'user-77' };

    const opened = await post('/gdpr/requests', { requestType: 'GDPR_EXPORT', subject });
    expect(opened).toMatchObject({ status: 202, body: { status: 'INITIATED' } });
    const { resultsUrls } = await until(opened.body.id);
    const read = async () => {
      const answer = await fetch(resultsUrls[0], { headers: { authorization: `Bearer ${platform.token}` } });
      return JSON.stringify(await answer.json());
    };
    expect(await read()).toContain('my order is late');
    expect(await read()).toContain('Ben');

    expect(await post('/gdpr/requests', { requestType: 'GDPR_DELETE', subject })).toMatchObject({
      status: 400,
      body: { details: [{ fieldName: 'deleteConfirmed' }] },
    });
    const erased = await post('/gdpr/requests?deleteConfirmed=true', { requestType: 'GDPR_DELETE', subject });
    await until(erased.body.id);
    expect(await read()).toBe('{"contacts":[],"messages":[]}');
    theirs.close();
  });
});

describe('threading', () => {
  it('[DOOR-82] says for how long guests are put back into a conversation', async () => {
    const window = await platform.get('/api/v2/conversations/messaging/threadingtimeline');

    fits(window, 'ConversationThreadingWindow');
    expect(window.body.settings).toEqual([{ messengerType: 'webmessaging', timeoutInMinutes: 0 }]);
  });
});
