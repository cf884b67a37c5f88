import { chooseSubprotocol, LIMITS } from '@throughline/protocol';
import { FRAMES_PATH } from '@throughline/protocol/exchange';
import { exchangeRequestSchema } from '@throughline/protocol/schemas';
import type { FastifyInstance } from 'fastify';
import { WireError } from '../../errors.js';
import { ExchangeSocket } from '../../realtime/exchange-socket.js';
import type { FrameCarrier } from '../../realtime/frame-carrier.js';
import type { Hub } from '../../realtime/hub.js';
import type { Admission, Admitted } from './admission.js';

/** Enough for the longest frame; clients send the rest with the next exchange. */
const MAX_BODY_BYTES = 4 * LIMITS.frameBytes;

/** Frames over HTTP, for browsers whose WebSockets are blocked: each exchange is a short connection of its own. */
export function addFrameExchange(
  app: FastifyInstance,
  admission: Admission,
  hub: Hub,
  connect: (socket: FrameCarrier, admitted: Admitted) => void,
): void {
  app.post(FRAMES_PATH, { bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
    hub.requireOpen();
    const session = await admission.require(request.raw);
    const body = exchangeRequestSchema.safeParse(request.body).data;
    const protocol = body && chooseSubprotocol(new Set(body.protocols));
    if (!body || !protocol) {
      throw new WireError(
        'bad_request',
        'Send `hello` and commands as frames, in a version that is spoken here.',
      );
    }
    const socket = new ExchangeSocket(body, protocol);
    reply.raw.on('close', () => socket.terminate());
    connect(socket, { request: request.raw, session });
    socket.start();
    return socket.answer;
  });
}
