export {
  ContactCenterWithStandIn,
  type ContactCenterWithStandInOptions,
} from './contact-center-with-stand-in.js';
export {
  type AgentWork,
  type ContactCenterLimits,
  type ContactCenterLoad,
  EmbeddedContactCenter,
  type EmbeddedContactCenterOptions,
  type EndedWait,
} from './embedded-contact-center.js';
