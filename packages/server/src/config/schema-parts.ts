import { z } from 'zod';

export const text = z.string().min(1).max(200);
export const file = z.string().min(1);
export const url = z.string().refine(isWebUrl, { error: 'must be an absolute http:// or https:// address' });

function isWebUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}
