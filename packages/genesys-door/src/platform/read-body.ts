import type { z } from 'zod';
import { invalid } from './platform-error.js';

/** @throws PlatformError 400 naming the property at fault, never its value */
export function readBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.map(String).join('.') || 'body';
  throw invalid(field, `The value of ${field} is missing or not valid.`, 'invalid.value');
}
