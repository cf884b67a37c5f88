import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import WebSocket from 'ws';
import { Guest } from '../support/door.js';
import type { Frames } from '../support/frames.js';
import type { Canary } from './canaries.js';
import { type CanaryLab, CLIENT, DEPLOYMENT } from './lab.js';

/** Says values wherever a guest, or a server that speaks for one, can say something at the Genesys-compatible door. */
export async function tellGuestDoor(
  lab: CanaryLab,
  desk: Frames,
  canaries: readonly Canary[],
): Promise<void> {
  const platform = await Platform.open(lab);
  const guest = lab.watch('frames to the guest', await connect(lab));
  await guest.say('Hello');
  const isGuest = ({ customer }: { customer: { displayName: string } }) =>
    customer.displayName.startsWith('Guest');
  const { offers } = await desk.next('desk', (state) => state.offers.some(isGuest));
  const offer = offers.find(isGuest);
  desk.send({ type: 'accept', ref: 'guest', interactionId: offer?.interactionId ?? '' });
  await desk.next('done', ({ ref }) => ref === 'guest');
  const conversationId = offer?.conversationId ?? '';
  const participants = await platform.participants(conversationId);
  for (const { says } of canaries) {
    await guest.say(says, { channel: { metadata: { customAttributes: { note: says, [says]: 'x' } } } });
    await guest.request('onAttachment', {
      fileName: `${says.replaceAll('/', '')}.png`,
      fileType: 'image/png',
      fileSize: 5,
    });
    await guest.request('onMessage', {
      message: {
        type: 'Structured',
        content: [
          { contentType: 'ButtonResponse', buttonResponse: { type: 'Button', text: says, payload: says } },
        ],
      },
    });
    desk.send({ type: 'send', id: randomUUID(), conversationId, text: says });
    await platform.tell(conversationId, participants, says);
    await guest.request(says);
    guest.send(says);
  }
  await guest.request('echo');
  await platform.readAll(conversationId);
  guest.close();
}

async function connect(lab: CanaryLab): Promise<Guest> {
  const url = `${lab.urls.genesys?.replace(/^http/, 'ws')}/v1?deploymentId=${DEPLOYMENT}`;
  const guest = new Guest(new WebSocket(url), randomUUID());
  await once(guest.socket, 'open');
  await guest.configure({ deploymentId: DEPLOYMENT });
  return guest;
}

interface Participant {
  readonly id: string;
  readonly purpose: string;
  readonly messages?: readonly { readonly id: string }[];
}

class Platform {
  readonly #lab: CanaryLab;
  readonly #token: string;

  private constructor(lab: CanaryLab, token: string) {
    this.#lab = lab;
    this.#token = token;
  }

  static async open(lab: CanaryLab): Promise<Platform> {
    const answer = await fetch(`${lab.urls.genesys}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return new Platform(lab, ((await answer.json()) as { access_token: string }).access_token);
  }

  async participants(conversationId: string): Promise<readonly Participant[]> {
    const answer = await this.#fetch('GET', `/api/v2/conversations/messages/${conversationId}`);
    return ((await answer.json()) as { participants: readonly Participant[] }).participants;
  }

  /** What a server says about, and to, a guest. */
  async tell(conversationId: string, participants: readonly Participant[], says: string): Promise<void> {
    const customer = participants.find(({ purpose }) => purpose === 'customer')?.id;
    const agent = participants.find(({ purpose }) => purpose === 'agent');
    const conversation = `/api/v2/conversations/messages/${conversationId}`;
    await Promise.all([
      this.#ask('PATCH', `/api/v2/chat/conversations/${conversationId}`, {
        context: { note: says, [says]: { [says]: says } },
      }),
      this.#ask('PATCH', `/api/v2/conversations/${conversationId}/participants/${customer}/attributes`, {
        attributes: { note: says, [says]: 'x' },
      }),
      this.#ask('POST', `${conversation}/communications/${agent?.messages?.[0]?.id}/messages`, {
        textBody: says,
      }),
      this.#ask('POST', `${conversation}/participants/${agent?.id}/wrapup`, {
        code: 'done',
        notes: says,
      }),
      this.#ask('POST', '/api/v2/conversations/callbacks', {
        queueId: 'all',
        callbackUserName: says,
        callbackNumbers: ['+4930901820'],
        data: { note: says },
      }),
      this.#ask('GET', `/api/v2/${encodeURIComponent(says)}`),
      this.#ask('POST', '/api/v2/conversations/callbacks', `{"${says}`),
      this.#ask('GET', `${conversation}?${new URLSearchParams({ q: says })}`),
    ]);
  }

  /** What agents' programs read of it. */
  async readAll(conversationId: string): Promise<void> {
    await this.#ask('GET', `/api/v2/conversations/messages/${conversationId}`);
    await this.#ask('GET', `/api/v2/conversations/${conversationId}`);
    await this.#ask('POST', '/api/v2/analytics/conversations/details/query', {
      interval: '2020-01-01T00:00:00Z/2099-01-01T00:00:00Z',
    });
  }

  async #ask(method: string, path: string, body?: object | string): Promise<void> {
    await this.#lab.keepOfProgram(await this.#fetch(method, path, body));
  }

  #fetch(method: string, path: string, body?: object | string): Promise<Response> {
    return fetch(`${this.#lab.urls.genesys}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }
}
