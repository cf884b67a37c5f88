import { z } from 'zod';

const PRESENCE_TYPES = [
  'Join',
  'Disconnect',
  'Clear',
  'SignIn',
  'SessionExpired',
  'Authenticate',
  'AuthenticateCancel',
  'AuthenticateFailure',
] as const;

const OFFERING = ['Offering', 'OfferingAccepted', 'OfferingRejected', 'OfferingExpired'] as const;

/** Events inside a message of type `Event`. */
export const messageEventSchema = z.discriminatedUnion('eventType', [
  z.looseObject({
    eventType: z.literal('Typing'),
    typing: z.looseObject({ type: z.literal('On'), duration: z.number().exactOptional() }),
  }),
  z.looseObject({
    eventType: z.literal('Presence'),
    presence: z.looseObject({ type: z.enum(PRESENCE_TYPES) }),
  }),
  z.looseObject({
    eventType: z.literal('CoBrowse'),
    coBrowse: z.looseObject({
      type: z.enum(OFFERING),
      sessionId: z.string().exactOptional(),
      sessionJoinToken: z.string().exactOptional(),
    }),
  }),
  z.looseObject({
    eventType: z.literal('Video'),
    video: z.looseObject({
      type: z.enum(OFFERING),
      offeringId: z.string().exactOptional(),
      jwt: z.string().exactOptional(),
    }),
  }),
  z.looseObject({ eventType: z.literal('Reactions') }),
]);
export type MessageEvent = z.infer<typeof messageEventSchema>;
