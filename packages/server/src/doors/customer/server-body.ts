import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { WireError } from '../../errors.js';

/**
 * The body of a server's request.
 * @param shape what it should be, in words
 * @throws WireError `bad_request`
 */
export function bodyOf<Body>({ body }: FastifyRequest, schema: z.ZodType<Body>, shape: string): Body {
  const { data } = schema.safeParse(body);
  if (data !== undefined) return data;
  throw new WireError('bad_request', `The body must be ${shape}.`);
}
