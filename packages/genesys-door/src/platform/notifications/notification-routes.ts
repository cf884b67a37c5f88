import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { DoorState } from '../../door-state.js';
import type { PlatformTokens } from '../oauth.js';
import { readBody } from '../read-body.js';
import type { Channels, NotificationChannel } from './channels.js';
import { TOPICS } from './topics.js';

type ChannelPath = { readonly channelId: string };

const topicsBody = z.array(z.looseObject({ id: z.string() }));

/** Channels of the calling client, and what they follow. */
export function addNotificationRoutes(
  app: FastifyInstance,
  state: DoorState,
  channels: Channels,
  tokens: PlatformTokens,
): void {
  const base = '/notifications/channels/:channelId';
  app.post('/notifications/channels', async (request) => {
    const channel = channels.create(tokens.clientOf(request));
    return toChannel(channel, state.baseUrl(request.headers.host));
  });
  app.get('/notifications/channels', async (request) => ({
    entities: channels
      .list(tokens.clientOf(request))
      .map((channel) => toChannel(channel, state.baseUrl(request.headers.host))),
  }));
  app.head<{ Params: ChannelPath }>(base, async (request, reply) => {
    channels.get(tokens.clientOf(request), request.params.channelId);
    return reply.code(200).send();
  });
  app.get<{ Params: ChannelPath }>(`${base}/subscriptions`, async (request) => {
    const { topics } = channels.get(tokens.clientOf(request), request.params.channelId);
    return { entities: [...topics].map((id) => ({ id, state: 'Permitted' })) };
  });
  for (const [method, replace] of [
    ['PUT', true],
    ['POST', false],
  ] as const) {
    app.route<{ Params: ChannelPath; Querystring: { ignoreErrors?: string } }>({
      method,
      url: `${base}/subscriptions`,
      handler: async (request) => {
        const channel = channels.get(tokens.clientOf(request), request.params.channelId);
        const topics = readBody(topicsBody, request.body).map(({ id }) => id);
        return channels.subscribe(channel, topics, {
          replace,
          ignoreErrors: request.query.ignoreErrors === 'true',
        });
      },
    });
  }
  app.delete<{ Params: ChannelPath }>(`${base}/subscriptions`, async (request, reply) => {
    channels.get(tokens.clientOf(request), request.params.channelId).topics.clear();
    return reply.code(200).send();
  });
  app.get('/notifications/availabletopics', async () => ({
    entities: TOPICS.map((id) => ({ id, description: '', transports: ['Websocket'], visibility: 'Public' })),
  }));
}

function toChannel({ id, expiresAt }: NotificationChannel, baseUrl: string) {
  return {
    id,
    connectUri: `${baseUrl.replace(/^http/, 'ws')}/channels/${id}`,
    expires: new Date(expiresAt).toISOString(),
  };
}
