import type { AuditSearch, AuditTrail } from '@throughline/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import type { StaffAdmission } from './staff-admission.js';

/** Ids and names of actions: nothing that somebody wrote, so that a search can be on the trail itself. */
const id = z.string().regex(/^[\w.:@-]{1,200}$/);
const searchSchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  conversationId: id.optional(),
  action: id.optional(),
  actorId: id.optional(),
  sessionId: id.optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});
/** The customer's id at the portal may be an address, which has no place in a URL. */
const searchBodySchema = searchSchema.extend({ customer: z.string().min(1).max(200).optional() });

type Search = z.infer<typeof searchBodySchema>;

export interface AuditRoutesOptions {
  readonly audit: Pick<AuditTrail, 'record' | 'read'>;
  /** UUID of the customer of this id at one of the portals; null for one who was never here. */
  readonly findCustomer: (externalId: string) => Promise<string | null>;
  readonly services: Services;
}

/** The audit trail, for those whose role it is to read it. Each look is an entry of the trail, written first. */
export function addAuditRoutes(
  app: FastifyInstance,
  admission: StaffAdmission,
  { audit, findCustomer, services }: AuditRoutesOptions,
): void {
  const look = async (agentId: string, asked: z.ZodSafeParseResult<Search>) => {
    if (!asked.success) throw new WireError('bad_request', WORDS);
    const search = await toSearch(asked.data, findCustomer);
    await audit.record({
      at: services.core.clock.now(),
      action: 'audit.exported',
      actor: { kind: 'agent', id: agentId },
      details: search ? detailsOf(search) : {},
    });
    return { entries: search ? await audit.read(search) : [] };
  };

  app.get('/api/v1/audit', async (request) => {
    const { agentId } = await admission.requireRole(request.raw, 'auditor');
    return look(agentId, searchSchema.safeParse(request.query));
  });

  app.post('/api/v1/audit/search', async (request) => {
    const { agentId } = await admission.requireRole(request.raw, 'auditor');
    return look(agentId, searchBodySchema.safeParse(request.body));
  });
}

const WORDS =
  'Search by after or before, limit, conversationId, action, actorId, sessionId, since and until; with POST to …/search also by customer.';

/** Null when it is about a customer who was never here. */
async function toSearch(
  { before, customer, since, until, ...rest }: Search,
  findCustomer: AuditRoutesOptions['findCustomer'],
): Promise<AuditSearch | null> {
  const customerId = customer === undefined ? undefined : await findCustomer(customer);
  if (customerId === null) return null;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as Pick<AuditSearch, 'after' | 'limit'>),
    ...(customerId === undefined ? {} : { customerId }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    ...(before === undefined ? {} : { newestFirst: { before } }),
  };
}

function detailsOf({ since, until, newestFirst, ...rest }: AuditSearch) {
  return {
    ...rest,
    ...(newestFirst ? { before: newestFirst.before } : {}),
    ...(since ? { since: since.toISOString() } : {}),
    ...(until ? { until: until.toISOString() } : {}),
  };
}
