/**
 * Server-side validation of what clients send. Kept out of the package's main entry, so that no validator
 * reaches a browser bundle. Objects are strict: an unknown property is refused, not ignored.
 */
import { z } from 'zod';
import { type BrowserReport, LOAD_PHASES, MAX_SAMPLES } from './browser-report.js';
import type { CarryOverRequest } from './carry-over.js';
import type { NewContent } from './content.js';
import { agentContentSchema, customerContentSchema } from './content-schemas.js';
import { PRIORITIES } from './conversation.js';
import type { CallbackWish, CustomerCommand } from './customer.js';
import type { DeskCommand } from './desk.js';
import { EXCHANGE, type ExchangeRequest } from './exchange.js';
import type { AuthorizationCodeRequest, MessengerStart, SessionRequest } from './http.js';
import { LIMITS } from './limits.js';
import { MAX_COMMENT_LENGTH, type SurveyRequest } from './survey.js';
import type { TranscriptRequest } from './transcript-mail.js';

/** Made by clients; the characters of UUIDs and of anything else a client may sensibly use. */
const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(LIMITS.idLength);
const uuid = z.uuid();
const seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

const send = <Content extends z.ZodType<NewContent>>(content: Content) =>
  z
    .strictObject({
      type: z.literal('send'),
      id,
      conversationId: uuid,
      text: z.string().max(LIMITS.textLength),
      content: content.exactOptional(),
    })
    .refine(({ text, content: more }) => text !== '' || more !== undefined, { path: ['text'] });
const typing = z.strictObject({ type: z.literal('typing'), conversationId: uuid, on: z.boolean() });
const receipt = z.strictObject({
  type: z.literal('receipt'),
  conversationId: uuid,
  deliveredSeq: seq,
  readSeq: seq,
});
const fill = z.strictObject({ type: z.literal('fill'), conversationId: uuid, afterSeq: seq });
const end = z.strictObject({ type: z.literal('end'), ref: id, conversationId: uuid });

/** Pages have titles and addresses of any length; the beginning is what counts. */
function cut(length: number) {
  return z.string().overwrite((text) => text.slice(0, length));
}

const context = z.strictObject({
  intent: cut(100).exactOptional(),
  page: z.strictObject({ url: cut(2_000), title: cut(300) }).exactOptional(),
  priority: z.enum(PRIORITIES).exactOptional(),
  context: z
    .record(z.string().max(64), z.union([cut(256), z.number(), z.boolean()]))
    .refine((said) => Object.keys(said).length <= 50)
    .exactOptional(),
});

const callbackWish = z.strictObject({
  phone: z.string().min(1).max(40),
  at: z.iso.datetime().exactOptional(),
  timeZone: z.string().min(1).max(64),
  note: z.string().min(1).max(LIMITS.noteLength).exactOptional(),
});

export const customerCommandSchema: z.ZodType<CustomerCommand> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    v: z.int(),
    resume: z.strictObject({ conversationId: uuid, lastSeq: seq }).exactOptional(),
  }),
  z.strictObject({
    type: z.literal('open'),
    ref: id,
    context,
  }),
  send(customerContentSchema),
  typing,
  receipt,
  fill,
  end,
  z.strictObject({
    type: z.literal('choose'),
    ref: id,
    conversationId: uuid,
    choice: z.string().min(1).max(100).nullable(),
    callback: callbackWish.exactOptional(),
    message: z.string().min(1).max(LIMITS.textLength).exactOptional(),
  }),
  z.strictObject({ type: z.literal('cancel-callback'), ref: id, callbackId: uuid }),
  z.strictObject({
    type: z.literal('withhold'),
    ref: id,
    conversationId: uuid,
    kind: z.enum(['intent', 'page', 'field']),
    name: z.string().min(1).max(4_000),
  }),
]);

export const deskCommandSchema: z.ZodType<DeskCommand> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), v: z.int() }),
  z.strictObject({ type: z.literal('presence'), ref: id, available: z.boolean() }),
  z.strictObject({ type: z.literal('accept'), ref: id, interactionId: uuid }),
  z.strictObject({ type: z.literal('decline'), ref: id, interactionId: uuid }),
  z.strictObject({
    type: z.literal('call-ended'),
    ref: id,
    conversationId: uuid,
    outcome: z.enum(['reached', 'not_reached']),
  }),
  z.strictObject({
    type: z.literal('reveal'),
    ref: id,
    conversationId: uuid,
    seq: z.int().min(1),
    index: z.int().min(0),
    reason: z.string().min(1).max(200),
  }),
  z.strictObject({
    type: z.literal('redact'),
    ref: id,
    conversationId: uuid,
    seq: z.int().min(1),
    value: z.string().min(2).max(LIMITS.textLength),
  }),
  send(agentContentSchema),
  typing,
  receipt,
  fill,
  end,
]);

/** Longest assertion accepted, in characters; longer ones are refused before they are parsed. */
const MAX_ASSERTION_LENGTH = 8 * 1024;

export const sessionRequestSchema: z.ZodType<SessionRequest> = z.strictObject({
  assertion: z.string().min(1).max(MAX_ASSERTION_LENGTH),
});

export const authorizationCodeRequestSchema: z.ZodType<AuthorizationCodeRequest> = z.strictObject({
  clientId: z.string().min(1).max(200),
  redirectUri: z.url().max(2_000),
  codeChallenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  nonce: z.string().min(8).max(200),
});

const MAX_ATTRIBUTES = 30;

export const messengerStartSchema: z.ZodType<MessengerStart> = z.strictObject({
  attributes: z
    .record(z.string().regex(/^[A-Za-z]\w{0,63}$/), z.string().max(2_000))
    .refine((attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES),
});

export const carryOverRequestSchema: z.ZodType<CarryOverRequest> = z.strictObject({ context });

export const callbackWishSchema: z.ZodType<CallbackWish> = callbackWish;

export const transcriptRequestSchema: z.ZodType<TranscriptRequest> = z.strictObject({
  conversationId: uuid,
  language: z.string().max(35).refine(isLanguage),
  timeZone: z.string().max(64).refine(isTimeZone),
});

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== null;
  } catch {
    return false;
  }
}

export const surveyRequestSchema: z.ZodType<SurveyRequest> = z.strictObject({
  conversationId: uuid,
  score: z.int().min(1).max(5),
  comment: z.string().max(MAX_COMMENT_LENGTH).exactOptional(),
});

export const exchangeRequestSchema: z.ZodType<ExchangeRequest> = z.strictObject({
  protocols: z.array(z.string().max(64)).max(16),
  frames: z
    .array(z.string().max(LIMITS.frameBytes))
    .min(1)
    .max(1 + EXCHANGE.commands),
  seen: z.string().max(64),
});

/** Ten minutes: what takes longer is a computer that slept. */
const ms = z.int().min(0).max(600_000);
const phase = z.enum(LOAD_PHASES);

export const browserReportSchema: z.ZodType<BrowserReport> = z.strictObject({
  v: z.literal(1),
  release: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/),
  samples: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('phase'), phase, ms }),
        z.strictObject({ kind: z.literal('ready'), clicked: z.boolean(), ms }),
        z.strictObject({ kind: z.literal('sent'), ms }),
        z.strictObject({ kind: z.literal('reconnected'), ms }),
        z.strictObject({ kind: z.literal('fallback'), phase, ms }),
        z.strictObject({ kind: z.literal('error'), name: z.string().regex(/^[A-Za-z]{1,40}$/) }),
      ]),
    )
    .max(MAX_SAMPLES),
});
