export { CODE, type Code, isAuthenticationLost } from './codes.js';
export {
  type GuestContent,
  type MessageAttachment,
  type MessageContent,
  messageContentSchema,
} from './content.js';
export type { MessageEvent } from './events.js';
export { GuestFrameError, readRequest, readResponse, writeRequest, writeResponse } from './frames.js';
export { byteLength, GUEST_LIMITS } from './limits.js';
export { readMessage } from './read-message.js';
export { findRegion, REGIONS, type Region, regionHosts } from './regions.js';
export {
  ACTIONS,
  type Action,
  customAttributesOf,
  type GuestMessage,
  type GuestRequest,
  type GuestRequestOf,
} from './requests.js';
export {
  type AllowedMedia,
  BODY_SCHEMAS,
  type BodyOf,
  type GuestResponse,
  type GuestResponseOf,
  RESPONSE_CLASSES,
  type ResponseClass,
  type SessionResponse,
  type StructuredMessage,
  structuredMessageSchema,
} from './responses.js';
