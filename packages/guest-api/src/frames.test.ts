import { describe, expect, it } from 'vitest';
import {
  BODY_SCHEMAS,
  CODE,
  customAttributesOf,
  findRegion,
  type GuestFrameError,
  type GuestRequestOf,
  isAuthenticationLost,
  REGIONS,
  RESPONSE_CLASSES,
  readMessage,
  readRequest,
  readResponse,
  regionHosts,
  structuredMessageSchema,
  writeRequest,
  writeResponse,
} from './index.js';

const QUICK_REPLY = { contentType: 'QuickReply', quickReply: { text: 'Yes', payload: 'yes' } };

const frame = (value: object) => JSON.stringify(value);

function refusal(text: string): GuestFrameError {
  try {
    readRequest(text);
  } catch (error) {
    return error as GuestFrameError;
  }
  throw new Error('It was read.');
}

describe('the reader of requests', () => {
  it('takes the least that clients send', () => {
    const request = { action: 'configureSession', token: 't', deploymentId: 'd' };
    expect(readRequest(frame(request))).toEqual(request);
  });

  it('keeps unknown properties and takes null for absent', () => {
    const read = readRequest(frame({ action: 'getJwt', token: 't', tracingId: null, extra: { a: 1 } }));
    expect(read).toEqual({ action: 'getJwt', token: 't', extra: { a: 1 } });
  });

  it('takes a message without type and text', () => {
    const message = { content: [{ contentType: 'Attachment', attachment: { id: 'a' } }] };
    expect(readRequest(frame({ action: 'onMessage', token: 't', message }))).toMatchObject({ message });
  });

  it.each([
    ['{', 'not valid JSON'],
    ['[]', 'JSON object'],
    [frame({ token: 't' }), 'no action'],
    [frame({ action: 'fly', token: 't' }), 'unknown'],
    [frame({ action: 'getJwt' }), 'token is missing'],
    [frame({ action: 'onMessage', token: 't', message: { text: 5 } }), 'message.text'],
  ])('refuses %s with 400', (text, words) => {
    expect(refusal(text)).toMatchObject({ code: 400, message: expect.stringContaining(words) });
  });

  it('says which request was refused, and never quotes it', () => {
    const error = refusal(
      frame({ action: 'onMessage', token: 't', tracingId: 'x', message: 'secret words' }),
    );
    expect(error.tracingId).toBe('x');
    expect(error.message).not.toContain('secret');
  });
});

describe('custom attributes', () => {
  it.each(['channel', 'message'])('are found in the %s', (place) => {
    const channel = { metadata: { customAttributes: { plan: 'gold' } } };
    const message = { type: 'Text' as const, text: 'x', ...(place === 'message' ? { channel } : {}) };
    const request: GuestRequestOf<'onMessage'> = {
      action: 'onMessage',
      token: 't',
      message,
      ...(place === 'channel' ? { channel } : {}),
    };
    expect(customAttributesOf(request)).toEqual({ plan: 'gold' });
  });
});

describe('the writers', () => {
  it('write what the readers read', () => {
    const request = { action: 'echo', token: 't', tracingId: 'x' } as const;
    expect(readRequest(writeRequest(request))).toEqual(request);
    const response = {
      type: 'response',
      class: 'JwtResponse',
      code: 200,
      body: { jwt: 'j', exp: 1 },
    } as const;
    expect(readResponse(writeResponse(response))).toEqual(response);
  });

  it('refuse what does not fit', () => {
    const response = { type: 'response', class: 'JwtResponse', code: 200, body: { jwt: 'j', exp: 'soon' } };
    expect(() => writeResponse(response as never)).toThrow('exp');
    expect(() => writeRequest({ action: 'getJwt', token: '' })).toThrow('token');
  });
});

describe('the reader of responses', () => {
  it('has a schema for every class', () => {
    expect(Object.keys(BODY_SCHEMAS).sort()).toEqual([...RESPONSE_CLASSES].sort());
  });

  it('reads a class it does not know, and a body that does not fit, as Unknown', () => {
    expect(readResponse(frame({ type: 'message', class: 'Future', code: 200, body: { a: 1 } }))).toEqual({
      type: 'message',
      class: 'Unknown',
      code: 200,
      body: { a: 1 },
    });
    const odd = { type: 'message', class: 'StructuredMessage', code: 200, body: { type: 'Hologram' } };
    expect(readResponse(frame(odd)).class).toBe('Unknown');
  });

  it.each([
    [
      'content',
      { text: 'See here', content: [{ contentType: 'Location', location: {} }] },
      { text: 'See here' },
    ],
    ['content alone', { content: [{ contentType: 'Location' }, {}] }, { text: '[Location]\n[]' }],
    ['one content', { content: [{ contentType: 'Reactions' }, QUICK_REPLY] }, { content: [QUICK_REPLY] }],
    ['a sender', { text: 'Hi', originatingEntity: 'Robot' }, { text: 'Hi' }],
    ['a type', { type: 'Message', text: 'Hi' }, { type: 'Text', text: 'Hi' }],
  ])('reads the rest of a message of which %s is not known', (_, part, read) => {
    const head = { id: 'm-1', type: 'Structured', direction: 'Outbound', metadata: { a: 'b' } };
    const sent = frame({
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body: { ...head, ...part },
    });
    const { body, ...rest } = readResponse(sent);
    expect(rest.class).toBe('StructuredMessage');
    expect(body).toMatchObject({ id: 'm-1', direction: 'Outbound', metadata: { a: 'b' }, ...read });
    expect(structuredMessageSchema.safeParse(body).success).toBe(true);
  });

  it('reads the events of a message that it knows', () => {
    const typing = { eventType: 'Typing', typing: { type: 'On' } };
    const message = { id: 'm-1', type: 'Event', direction: 'Outbound' };
    expect(readMessage({ ...message, events: [{ eventType: 'Hologram' }, typing] })?.events).toEqual([
      typing,
    ]);
    expect(readMessage({ ...message, id: null })).toBeNull();
  });

  it('knows lost authentication by code and text', () => {
    expect(isAuthenticationLost(CODE.forbidden, 'Try to authenticate again, please')).toBe(true);
    expect(isAuthenticationLost(CODE.forbidden, 'The feature is off')).toBe(false);
  });
});

describe('regions', () => {
  it('are found by domain, AWS name and environment', () => {
    for (const name of ['mypurecloud.de', 'eu-central-1', 'prod-euc1']) {
      expect(findRegion(name)?.domain).toBe('mypurecloud.de');
    }
    expect(findRegion('mars-1')).toBeNull();
    expect(REGIONS).toHaveLength(18);
  });

  it('have a host for each purpose', () => {
    const region = findRegion('eu-west-1');
    expect(region && regionHosts(region)).toEqual({
      socket: 'wss://webmessaging.mypurecloud.ie/v1',
      api: 'https://api.mypurecloud.ie',
      cdn: 'https://api-cdn.mypurecloud.ie',
      apps: 'https://apps.mypurecloud.ie',
      login: 'https://login.mypurecloud.ie',
    });
  });
});
