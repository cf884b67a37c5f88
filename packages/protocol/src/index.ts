export { CLOSE } from './close-codes.js';
export type {
  ConversationState,
  ConversationView,
  Entry,
  EscalationContext,
  LifecycleEntry,
  MessageEntry,
  PageContext,
  Party,
  PartyRole,
  Receipts,
} from './conversation.js';
export type {
  AckEvent,
  ConversationEvent,
  CustomerCommand,
  CustomerEvent,
  DoneEvent,
  EndCommand,
  EntriesEvent,
  ErrorEvent,
  FillCommand,
  HeartbeatEvent,
  HelloCommand,
  OpenCommand,
  OpenedEvent,
  ReceiptCommand,
  SavingEvent,
  SendCommand,
  SessionTerms,
  TypingCommand,
  TypingEvent,
  WelcomeEvent,
} from './customer.js';
export type {
  AcceptCommand,
  AgentRole,
  CustomerCard,
  DeclineCommand,
  DeskCommand,
  DeskConversation,
  DeskEvent,
  DeskHelloCommand,
  DeskReceiptEvent,
  DeskState,
  DeskStateEvent,
  DeskWelcomeEvent,
  Offer,
  PresenceCommand,
  WaitingItem,
} from './desk.js';
export type { ErrorCode } from './errors.js';
export {
  type ChallengeResponse,
  CUSTOMER_PATHS,
  type ErrorBody,
  REQUESTED_BY_HEADER,
  type SessionRequest,
  type SessionResponse,
  type SessionsResponse,
} from './http.js';
export { LIMITS } from './limits.js';
export { chooseSubprotocol, PROTOCOL_VERSION, SUBPROTOCOL } from './version.js';
