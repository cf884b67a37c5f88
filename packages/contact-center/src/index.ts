export {
  type AgentWork,
  type ContactCenterLimits,
  DEFAULT_LIMITS,
  EmbeddedContactCenter,
  type EmbeddedContactCenterOptions,
} from './embedded-contact-center.js';
