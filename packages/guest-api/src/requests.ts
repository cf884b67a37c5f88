import { z } from 'zod';
import { guestContentSchema } from './content.js';
import { messageEventSchema } from './events.js';

export const ACTIONS = [
  'configureSession',
  'configureAuthenticatedSession',
  'onMessage',
  'onAttachment',
  'getAttachment',
  'deleteAttachment',
  'closeSession',
  'echo',
  'getJwt',
  'getConfiguration',
  'disconnectCustomer',
  'resumeToken',
] as const;
export type Action = (typeof ACTIONS)[number];

const text = z.string();
const id = text.min(1).max(255);
const head = { token: id, tracingId: text.max(255).exactOptional() };
const channelSchema = z.looseObject({
  metadata: z.looseObject({ customAttributes: z.record(text, text).exactOptional() }).exactOptional(),
});
const journeyContextSchema = z.looseObject({});
const configure = {
  ...head,
  deploymentId: id,
  startNew: z.boolean().exactOptional(),
  resumeToken: text.exactOptional(),
  journeyContext: journeyContextSchema.exactOptional(),
};

/** `type` is missing on attachment-only messages of some clients. */
export const guestMessageSchema = z.looseObject({
  type: z.enum(['Text', 'Structured', 'Event', 'Message', 'Receipt']).exactOptional(),
  text: text.exactOptional(),
  content: z.array(guestContentSchema).exactOptional(),
  events: z.array(messageEventSchema).exactOptional(),
  metadata: z.record(text, text).exactOptional(),
  channel: channelSchema.exactOptional(),
});
export type GuestMessage = z.infer<typeof guestMessageSchema>;

/** Frames a guest sends. Properties that are not named here pass through. */
export const guestRequestSchema = z.discriminatedUnion('action', [
  z.looseObject({ action: z.literal('configureSession'), ...configure }),
  z.looseObject({
    action: z.literal('configureAuthenticatedSession'),
    ...configure,
    // Whatever its name says, the JWT that Genesys gave for the identity provider's code. Without it, the guest is
    // refused as not signed in (401) and not as malformed.
    data: z.looseObject({ code: text.exactOptional() }).exactOptional(),
  }),
  z.looseObject({
    action: z.literal('onMessage'),
    ...head,
    time: text.exactOptional(),
    message: guestMessageSchema,
    channel: channelSchema.exactOptional(),
  }),
  z.looseObject({
    action: z.literal('onAttachment'),
    ...head,
    attachmentId: id.exactOptional(),
    fileName: text,
    fileType: text.exactOptional(),
    fileSize: z.number().exactOptional(),
    fileMd5: text.exactOptional(),
    errorsAsJson: z.boolean().exactOptional(),
  }),
  z.looseObject({ action: z.literal('getAttachment'), ...head, attachmentId: id }),
  z.looseObject({ action: z.literal('deleteAttachment'), ...head, attachmentId: id }),
  z.looseObject({
    action: z.literal('closeSession'),
    ...head,
    closeAllConnections: z.boolean().exactOptional(),
  }),
  z.looseObject({ action: z.literal('echo'), ...head, message: guestMessageSchema.exactOptional() }),
  z.looseObject({ action: z.literal('getJwt'), ...head }),
  z.looseObject({ action: z.literal('getConfiguration'), ...head, deploymentId: id.exactOptional() }),
  // Only their names are public.
  z.looseObject({ action: z.literal('disconnectCustomer'), ...head }),
  z.looseObject({ action: z.literal('resumeToken'), ...head }),
]);
export type GuestRequest = z.infer<typeof guestRequestSchema>;
export type GuestRequestOf<A extends Action> = Extract<GuestRequest, { action: A }>;

/** Custom attributes of a message frame, from either place that clients put them; the frame's own place wins. */
export function customAttributesOf(request: GuestRequestOf<'onMessage'>): Record<string, string> {
  return {
    ...request.message.channel?.metadata?.customAttributes,
    ...request.channel?.metadata?.customAttributes,
  };
}
