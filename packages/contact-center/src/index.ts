export {
  type AgentWork,
  type ContactCenterLimits,
  type ContactCenterLoad,
  DEFAULT_LIMITS,
  EmbeddedContactCenter,
  type EmbeddedContactCenterOptions,
} from './embedded-contact-center.js';
