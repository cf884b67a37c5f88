export {
  type ClientFactory,
  defineThroughlineChat,
  type EscalateOptions,
  TAG_NAME,
  ThroughlineChat,
} from './element.js';
export type { ClientSettings } from './settings.js';
