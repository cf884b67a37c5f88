import { currentCustomer } from '../../../lib/session';
import { assertionFor } from '../../../lib/vouch';

/** The widget asks here: who the portal's own session names is vouched for to the gateway. */
export async function POST(request: Request): Promise<Response> {
  // A page of another origin cannot send this header unless it is allowed to.
  if (!request.headers.has('x-requested-by')) return Response.json({}, { status: 403 });
  const customer = await currentCustomer();
  if (!customer) return Response.json({}, { status: 401 });
  const { challenge } = (await request.json()) as { challenge: unknown };
  if (typeof challenge !== 'string') return Response.json({}, { status: 400 });
  const assertion = await assertionFor(customer, challenge);
  return Response.json({ assertion }, { headers: { 'cache-control': 'no-store' } });
}
