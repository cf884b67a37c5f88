import { z } from 'zod';

const PATIENCE_MS = 5_000;

/** Why nothing came back, as told by the system: a code such as `ENOTFOUND`. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(
    readonly host: string,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`${host} does not answer (${code}).`, options);
  }
}

/** Asks without credentials. @throws NoAnswer */
export async function ask(url: string | URL): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' });
  } catch (error) {
    throw new NoAnswer(new URL(url).host, codeOf(error), { cause: error });
  }
}

/** The body, checked; null when it is another one. @throws NoAnswer */
export async function askJson<Body>(
  url: string | URL,
  schema: z.ZodType<Body>,
): Promise<{ status: number; body: Body | null }> {
  const answer = await ask(url);
  const parsed = schema.safeParse(await answer.json().catch(() => null));
  return { status: answer.status, body: answer.ok && parsed.success ? parsed.data : null };
}

const coded = z.object({ code: z.string() });

function codeOf(error: unknown): string {
  const { name, cause } = error instanceof Error ? error : { name: 'unknown', cause: null };
  const known = coded.safeParse(cause);
  return known.success ? known.data.code : name;
}
