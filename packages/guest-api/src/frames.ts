import { z } from 'zod';
import { CODE } from './codes.js';
import { readMessage } from './read-message.js';
import { ACTIONS, type GuestRequest, guestRequestSchema } from './requests.js';
import { BODY_SCHEMAS, type GuestResponse, RESPONSE_CLASSES, type ResponseClass } from './responses.js';
import { isObject, withoutNulls } from './without-nulls.js';

/** A frame that does not fit the wire. The message names the property, never its value. */
export class GuestFrameError extends Error {
  override readonly name = 'GuestFrameError';

  constructor(
    message: string,
    readonly code: number,
    /** The frame's own, where it could be read. */
    readonly tracingId: string | null = null,
  ) {
    super(message);
  }
}

/**
 * Reads a guest's frame. Unknown properties pass and `null` counts as absent, because clients send both.
 * @throws GuestFrameError with code 400
 */
export function readRequest(frame: string): GuestRequest {
  const value = withoutNulls(parseJson(frame));
  const parsed = guestRequestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { action, token, tracingId } = (isObject(value) ? value : {}) as Record<string, unknown>;
  const trace = typeof tracingId === 'string' ? tracingId : null;
  const refuse = (message: string) => new GuestFrameError(message, CODE.badRequest, trace);
  if (!isObject(value)) throw refuse('A request must be a JSON object.');
  if (typeof action !== 'string') throw refuse('The request has no action.');
  if (!(ACTIONS as readonly string[]).includes(action)) throw refuse('The action is unknown.');
  if (typeof token !== 'string' || token === '') throw refuse('The token is missing.');
  const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw refuse(`The request does not fit its action: see ${path}.`);
}

/**
 * Writes a guest's frame.
 * @throws GuestFrameError when the request does not fit the schemas
 */
export function writeRequest(request: GuestRequest): string {
  return JSON.stringify(fit(guestRequestSchema, request, 'request'));
}

/**
 * Reads a server's frame. A class that is not known, or a body that does not fit, comes back as class `Unknown`, so
 * that a client can go on; of messages, what is known comes back: see {@link readMessage}.
 * @throws GuestFrameError when it is no JSON object with a class and a code
 */
export function readResponse(frame: string): GuestResponse {
  const value = withoutNulls(parseJson(frame));
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) throw new GuestFrameError('The frame has no envelope.', CODE.unexpected);
  const { type = 'message', code, tracingId } = parsed.data;
  const head = { type, code, ...(tracingId === undefined ? {} : { tracingId }) };
  const name = RESPONSE_CLASSES.find((known) => known === parsed.data.class);
  const body = name && readBody(name, parsed.data.body);
  return (
    body === undefined || body === null
      ? { ...head, class: 'Unknown', body: parsed.data.body }
      : { ...head, class: name, body }
  ) as GuestResponse;
}

function readBody(name: ResponseClass, body: unknown): unknown {
  return name === 'StructuredMessage' ? readMessage(body) : BODY_SCHEMAS[name].safeParse(body).data;
}

/**
 * Writes a server's frame.
 * @throws GuestFrameError when the body does not fit its class
 */
export function writeResponse(response: GuestResponse): string {
  const { type, code, tracingId } = response;
  const body = fit(BODY_SCHEMAS[response.class as ResponseClass], response.body, response.class);
  return JSON.stringify({ type, class: response.class, code, body, tracingId });
}

const envelopeSchema = z.looseObject({
  type: z.enum(['response', 'message']).exactOptional(),
  class: z.string(),
  code: z.number(),
  body: z.unknown(),
  tracingId: z.string().exactOptional(),
});

function fit<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new GuestFrameError(`The ${what} does not fit the wire: see ${path}.`, CODE.unexpected);
}

function parseJson(frame: string): unknown {
  try {
    return JSON.parse(frame) as unknown;
  } catch {
    throw new GuestFrameError('The frame is not valid JSON.', CODE.badRequest);
  }
}
