/** A portal on Express with the gateway in its own server: who is signed in here chats without another sign-in. */
import { createServer, type IncomingMessage } from 'node:http';
import { mount } from '@throughline/server';
import { parseCookie } from 'cookie';
import express, { type Request } from 'express';
import { PAGE, PortalSessions } from './portal.js';

const sessions = new PortalSessions();
const cookieOf = ({ headers }: IncomingMessage) => parseCookie(headers.cookie ?? '').portal;

const gateway = await mount({ getCustomer: (request) => sessions.find(cookieOf(request)) });

const app = express();
app.use(gateway.handler);

app.get('/', (_request, response) => {
  response.type('html').send(PAGE);
});
app.post(
  '/sign-in',
  express.urlencoded({ extended: false }),
  (request: Request<object, unknown, { customer: string }>, response) => {
    const value = sessions.start(request.body.customer);
    response.cookie('portal', value, { httpOnly: true, sameSite: 'lax' }).redirect(303, '/');
  },
);
app.post('/sign-out', async (request, response) => {
  const customer = sessions.end(cookieOf(request));
  if (customer) await gateway.signOut(customer.id);
  response.clearCookie('portal').redirect(303, '/');
});

const server = createServer(app);
server.on('upgrade', (request, socket, head) => {
  // Here a portal with WebSockets of its own would look at them.
  if (!gateway.upgrade(request, socket, head)) socket.destroy();
});
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(JSON.stringify({ event: 'ready', portal: server.address(), agent: gateway.agentUrl }));
});
