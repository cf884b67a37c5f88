import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const stateSchema = z.object({
  /** Names the guest and is all that it takes to speak for it: kept like a password. */
  token: z.uuid(),
  /** The other side has known this token at least once. */
  configured: z.boolean(),
  /** The next configuration asks for a new session under the token. */
  startNew: z.boolean(),
  /** The other side has to be told what was said in an earlier session. */
  recap: z.boolean(),
  /** Of a guest who is signed in. */
  signIn: z
    .object({
      jwt: z.string(),
      refreshToken: z.string().nullable(),
      at: z.number(),
      /** The session at the gateway that vouched; absent in what earlier releases kept. */
      vouchedBy: z.string().exactOptional(),
    })
    .nullable(),
  /** The deployment whose guest it is; the first one when absent. */
  deploymentId: z.string().exactOptional(),
  /** Skills that an agent needs. */
  skills: z.array(z.string()),
  /** Hash of the attributes that the other side has been told; null before anything. */
  told: z.string().nullable(),
  /** Which prepared answer each form is that was shown, by the message: what is filled in names it. */
  forms: z.record(z.string(), z.string()).exactOptional(),
  /** The customer's conversation through another channel; null when there is none, absent until it was looked for. */
  other: z
    .object({
      remoteId: z.string(),
      channel: z.string(),
      agentId: z.string().nullable(),
      rule: z.enum(['join', 'hold', 'warn']),
    })
    .nullable()
    .exactOptional(),
});

/** What a session keeps, sealed. */
export type SessionState = z.infer<typeof stateSchema>;

export function newSessionState(deploymentId?: string, skills: readonly string[] = []): SessionState {
  return {
    token: randomUUID(),
    configured: false,
    startNew: false,
    recap: false,
    signIn: null,
    ...(deploymentId === undefined ? {} : { deploymentId }),
    skills: [...skills],
    told: null,
  };
}

/** @throws ZodError when it was kept by something else */
export function parseSessionState(plain: string): SessionState {
  return stateSchema.parse(JSON.parse(plain));
}
