import { fastifyFormbody } from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findCustomer } from './customers.js';
import { PortalError } from './errors.js';
import type { Html } from './html.js';
import type { ProblemKind } from './messages.js';
import { accountPage } from './pages/account-page.js';
import { dashboardPage } from './pages/dashboard-page.js';
import { orderPage } from './pages/order-page.js';
import { problemPage } from './pages/problem-page.js';
import { signInPage } from './pages/sign-in-page.js';
import type { PortalSessions } from './portal-sessions.js';
import { type PortalProvider, providerSignOutUrl, SIGN_IN_PATH } from './provider-sign-in.js';
import { safeReturn } from './safe-return.js';
import { createView, type View } from './view.js';

export interface PageRoutesOptions {
  readonly sessions: PortalSessions;
  readonly provider?: PortalProvider;
  readonly now: () => Date;
  /** @throws PortalError when the request was not made by a page of this portal */
  readonly requireSameOrigin: (request: FastifyRequest) => void;
}

/** Everything that a customer looks at, and the two forms. Works without JavaScript. */
export async function addPages(app: FastifyInstance, options: PageRoutesOptions): Promise<void> {
  await app.register(fastifyFormbody);
  addForms(app, options);
  const { provider } = options;

  app.get<{ Querystring: { return?: unknown } }>('/', (request, reply) => {
    const { customer, query } = request;
    const back = safeReturn(query.return);
    if (customer && back !== '/') return reply.redirect(back, 303);
    return sendPage(
      reply,
      customer
        ? dashboardPage(createView(customer, options.now()))
        : signInPage({ action: '/sign-in', back, ...(provider ? { providerPath: SIGN_IN_PATH } : {}) }),
    );
  });
  app.get<ItemRoute>('/accounts/:id', (request, reply) =>
    sendOwnItem(request, reply, options, (view) => {
      const account = view.customer.accounts.find(({ id }) => id === request.params.id);
      return account && accountPage(view, account);
    }),
  );
  app.get<ItemRoute>('/orders/:id', (request, reply) =>
    sendOwnItem(request, reply, options, (view) => {
      const order = view.customer.orders.find(({ id }) => id === request.params.id);
      return order && orderPage(view, order);
    }),
  );
}

export function sendProblem(reply: FastifyReply, statusCode: number, kind: ProblemKind): FastifyReply {
  return sendPage(reply.code(statusCode), problemPage(kind, reply.request.customer));
}

interface ItemRoute {
  Params: { id: string };
}

function addForms(app: FastifyInstance, { sessions, provider, requireSameOrigin }: PageRoutesOptions): void {
  const onRequest = async (request: FastifyRequest) => requireSameOrigin(request);
  const { cookieName, cookieOptions } = sessions;

  app.post<{ Body: { customer?: unknown; return?: unknown } | null }>(
    '/sign-in',
    { onRequest },
    async (request, reply) => {
      const id = request.body?.customer;
      const customer = findCustomer(typeof id === 'string' ? id : undefined);
      if (!customer) throw new PortalError('bad_request', 'There is no such demo customer.');
      const cookie = await sessions.issue(customer, 'portal');
      return reply
        .setCookie(cookieName, cookie, cookieOptions)
        .redirect(safeReturn(request.body?.return), 303);
    },
  );
  app.post('/sign-out', { onRequest }, ({ customer }, reply) => {
    const isAtProvider = provider && customer?.signedInBy === 'provider';
    const next = isAtProvider ? providerSignOutUrl(provider.origin, provider.portal) : '/';
    return reply.clearCookie(cookieName, cookieOptions).redirect(next, 303);
  });
}

/** Signed out: to the sign-in. Not there and somebody else's are the same answer, so that ids cannot be probed. */
function sendOwnItem(
  { customer, url }: FastifyRequest,
  reply: FastifyReply,
  { now }: PageRoutesOptions,
  render: (view: View) => Html | undefined,
): FastifyReply {
  if (!customer) return reply.redirect(`/?return=${encodeURIComponent(url)}`, 303);
  const page = render(createView(customer, now()));
  return page ? sendPage(reply, page) : sendProblem(reply, 404, 'notFound');
}

function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page.toString());
}
