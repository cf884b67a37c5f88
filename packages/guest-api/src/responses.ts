import { z } from 'zod';
import { messageContentSchema } from './content.js';
import { messageEventSchema } from './events.js';

export const RESPONSE_CLASSES = [
  'string',
  'SessionResponse',
  'StructuredMessage',
  'PresignedUrlResponse',
  'AttachmentDeletedResponse',
  'UploadSuccessEvent',
  'UploadFailureEvent',
  'ConnectionClosedEvent',
  'LogoutEvent',
  'SessionExpiredEvent',
  'SessionClearedEvent',
  'JwtResponse',
  'GetConfigurationResponse',
  'GenerateUrlError',
  'TooManyRequestsErrorMessage',
  'ResumeTokenResponse',
  'Error',
  'Unknown',
] as const;
export type ResponseClass = (typeof RESPONSE_CLASSES)[number];

const text = z.string();
const empty = z.looseObject({});

const allowedMediaSchema = z.looseObject({
  inbound: z
    .looseObject({
      fileTypes: z.array(z.looseObject({ type: text })).exactOptional(),
      maxFileSizeKB: z.number().exactOptional(),
    })
    .exactOptional(),
});
export type AllowedMedia = z.infer<typeof allowedMediaSchema>;

export const sessionResponseSchema = z.looseObject({
  connected: z.boolean(),
  newSession: z.boolean().exactOptional(),
  readOnly: z.boolean().exactOptional(),
  clearedExistingSession: z.boolean().exactOptional(),
  autoStarted: z.boolean().exactOptional(),
  allowedMedia: allowedMediaSchema.exactOptional(),
  /** Lower case, with dot. */
  blockedExtensions: z.array(text).exactOptional(),
  maxCustomDataBytes: z.number().exactOptional(),
  /** Idle time until the session expires, in seconds. */
  durationSeconds: z.number().exactOptional(),
  /** Seconds since 1970. */
  expirationDate: z.number().exactOptional(),
});
export type SessionResponse = z.infer<typeof sessionResponseSchema>;

/** A message as guests receive it, over the socket and in the history. */
export const structuredMessageSchema = z.looseObject({
  id: text,
  type: z.enum(['Text', 'Structured', 'Event']),
  /** Seen from the contact center: `Inbound` is the guest's own message coming back. */
  direction: z.enum(['Inbound', 'Outbound']),
  text: text.exactOptional(),
  channel: z
    .looseObject({
      /** ISO 8601 UTC with milliseconds; unique and rising. */
      time: text.exactOptional(),
      messageId: text.exactOptional(),
      type: text.exactOptional(),
      from: z
        .looseObject({
          nickname: text.exactOptional(),
          image: text.exactOptional(),
          firstName: text.exactOptional(),
          lastName: text.exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
  originatingEntity: z.enum(['Human', 'Bot']).exactOptional(),
  content: z.array(messageContentSchema).exactOptional(),
  events: z.array(messageEventSchema).exactOptional(),
  /** Values are always strings, also `readOnly` and `durationSeconds`. */
  metadata: z.record(text, text).exactOptional(),
});
export type StructuredMessage = z.infer<typeof structuredMessageSchema>;

const connectionClosedSchema = z.looseObject({
  reason: text.exactOptional(),
  reasonCode: text.exactOptional(),
});

/** What errors with a class of their own have in common; older clients read `errorMessage`. */
const error = {
  name: text.exactOptional(),
  message: text.exactOptional(),
  errorMessage: text.exactOptional(),
};
const fileErrorSchema = z.looseObject({
  ...error,
  attachmentId: text.exactOptional(),
  errorCode: z.number(),
  timestamp: text.exactOptional(),
});

/** Body of each class. */
export const BODY_SCHEMAS = {
  string: text,
  SessionResponse: sessionResponseSchema,
  StructuredMessage: structuredMessageSchema,
  PresignedUrlResponse: z.looseObject({
    attachmentId: text,
    url: text,
    /** Never empty on an answer to `onAttachment`; always empty on one to `getAttachment`. */
    headers: z.record(text, text),
    fileName: text.exactOptional(),
    fileSize: z.number().exactOptional(),
    fileType: text.exactOptional(),
  }),
  AttachmentDeletedResponse: z.looseObject({ attachmentId: text }),
  UploadSuccessEvent: z.looseObject({
    attachmentId: text,
    downloadUrl: text.exactOptional(),
    timestamp: text.exactOptional(),
  }),
  UploadFailureEvent: fileErrorSchema,
  ConnectionClosedEvent: connectionClosedSchema,
  LogoutEvent: empty,
  SessionExpiredEvent: empty,
  SessionClearedEvent: empty,
  /** `exp`: seconds since 1970. */
  JwtResponse: z.looseObject({ jwt: text, exp: z.number() }),
  GetConfigurationResponse: z.looseObject({
    allowedMedia: allowedMediaSchema.exactOptional(),
    blockedExtensions: z.array(text).exactOptional(),
    maxCustomDataBytes: z.number().exactOptional(),
    messageRoutingEnabled: z.boolean().exactOptional(),
    sessionDurationSeconds: z.number().exactOptional(),
  }),
  GenerateUrlError: fileErrorSchema,
  TooManyRequestsErrorMessage: z.looseObject({
    ...error,
    /** Seconds. */
    retryAfter: z.number(),
    errorCode: z.number().exactOptional(),
  }),
  ResumeTokenResponse: z.looseObject({ resumeToken: text, exp: z.number().exactOptional() }),
  Error: z.unknown(),
  Unknown: z.unknown(),
} as const satisfies Record<ResponseClass, z.ZodType>;

export type BodyOf<C extends ResponseClass> = z.infer<(typeof BODY_SCHEMAS)[C]>;

/** One frame from the server, with the body that its class says. */
export type GuestResponse = { [C in ResponseClass]: GuestResponseOf<C> }[ResponseClass];

export interface GuestResponseOf<C extends ResponseClass> {
  /** `response` answers a request; `message` is pushed. */
  readonly type: 'response' | 'message';
  readonly class: C;
  readonly code: number;
  readonly body: BodyOf<C>;
  readonly tracingId?: string;
}
