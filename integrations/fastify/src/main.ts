/** A portal on Fastify with the gateway in its own server: who is signed in here chats without another sign-in. */
import type { IncomingMessage } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import { fastifyFormbody } from '@fastify/formbody';
import { mount } from '@throughline/server';
import { fastify } from 'fastify';
import { PAGE, PortalSessions } from './portal.js';

const app = fastify();
await app.register(fastifyCookie);
await app.register(fastifyFormbody);

const sessions = new PortalSessions();
const cookieOf = ({ headers }: IncomingMessage) => app.parseCookie(headers.cookie ?? '').portal;

const gateway = await mount({ getCustomer: (request) => sessions.find(cookieOf(request)) });

// Before Fastify reads a body; hijacked, so that it does not answer a second time.
app.all('/support/*', {
  onRequest: async (request, reply) => {
    reply.hijack();
    gateway.handler(request.raw, reply.raw);
  },
  handler: () => undefined,
});

app.get('/', (_request, reply) => reply.type('text/html').send(PAGE));
app.post<{ Body: { customer: string } }>('/sign-in', (request, reply) =>
  reply
    .setCookie('portal', sessions.start(request.body.customer), { httpOnly: true, sameSite: 'lax' })
    .redirect('/', 303),
);
app.post('/sign-out', async (request, reply) => {
  const customer = sessions.end(cookieOf(request.raw));
  if (customer) await gateway.signOut(customer.id);
  return reply.clearCookie('portal').redirect('/', 303);
});

app.server.on('upgrade', (request, socket, head) => {
  // Here a portal with WebSockets of its own would look at them.
  if (!gateway.upgrade(request, socket, head)) socket.destroy();
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) });
console.log(JSON.stringify({ event: 'ready', portal: app.server.address(), agent: gateway.agentUrl }));
