import { z } from 'zod';
import { GenesysError, type GenesysErrorCode, type GenesysErrorFacts } from './genesys-error.js';

/** Genesys's error body; its message and parameters may quote the request and are left alone. */
const errorBody = z.object({ code: z.string().optional(), contextId: z.string().optional() });

/** The body of a successful answer, checked; a {@link GenesysError} of another. `now` is in milliseconds. */
export async function readAnswer<Body>(
  answer: Response,
  operation: string,
  schema: z.ZodType<Body>,
  now: number,
): Promise<Body> {
  const text = await answer.text().catch((error: unknown) => {
    throw new GenesysError('unreachable', { operation, status: answer.status }, { cause: error });
  });
  const body = toJson(text);
  if (!answer.ok) throw toError(answer, operation, body, now);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // The path of the property alone: values may be content.
  const path = parsed.error.issues[0]?.path.map(String).join('.') || 'body';
  throw new GenesysError('bad_answer', { operation, status: answer.status, reason: path });
}

function toError(answer: Response, operation: string, body: unknown, now: number): GenesysError {
  const { status } = answer;
  const said = errorBody.safeParse(body);
  const contextId = (said.success && said.data.contextId) || answer.headers.get('inin-correlation-id');
  const retryAfterMs = retryAfterOf(answer.headers.get('retry-after'), now);
  const facts: GenesysErrorFacts = {
    operation,
    status,
    ...(said.success && said.data.code ? { reason: said.data.code } : {}),
    ...(contextId ? { contextId } : {}),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  };
  return new GenesysError(codeOf(status), facts);
}

function codeOf(status: number): GenesysErrorCode {
  if (status === 429) return 'limited';
  if (status === 401) return 'login_refused';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 409 || status === 412) return 'conflict';
  return status === 408 || status >= 500 ? 'unreachable' : 'bad_request';
}

/** RFC 9110, section 10.2.3: seconds or a date. */
function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** Empty bodies and those of proxies, which are no JSON, are undefined. */
function toJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
