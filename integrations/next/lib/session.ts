import { jwtVerify, SignJWT } from 'jose';
import { cookies } from 'next/headers';

/** Stands for the sessions that a real portal has. Anyone may sign in as anyone. */
const COOKIE = 'portal';
const LIFETIME_S = 3_600;

export interface Customer {
  readonly id: string;
  readonly name: string;
}

/** @throws {Error} When PORTAL_SECRET is missing or shorter than 32 bytes. */
function secret(): Uint8Array {
  const text = process.env.PORTAL_SECRET ?? '';
  if (text.length < 32) throw new Error('Set PORTAL_SECRET to 32 random characters or more.');
  return new TextEncoder().encode(text);
}

export async function startSession({ id, name }: Customer): Promise<void> {
  const value = await new SignJWT({ name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setExpirationTime(`${LIFETIME_S}s`)
    .sign(secret());
  // Over plain HTTP, to try it out, the cookie would not come back.
  const secure = process.env.PORTAL_INSECURE_COOKIES !== '1';
  (await cookies()).set(COOKIE, value, { httpOnly: true, sameSite: 'lax', secure, maxAge: LIFETIME_S });
}

export async function endSession(): Promise<void> {
  (await cookies()).delete(COOKIE);
}

/** Null when nobody is signed in. */
export async function currentCustomer(): Promise<Customer | null> {
  const value = (await cookies()).get(COOKIE)?.value;
  if (value === undefined) return null;
  try {
    const { payload } = await jwtVerify<{ name: string }>(value, secret(), { algorithms: ['HS256'] });
    return { id: payload.sub ?? '', name: payload.name };
  } catch {
    return null;
  }
}
