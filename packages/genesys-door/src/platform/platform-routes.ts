import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';
import { addAccessRoutes } from './access-routes.js';
import { addAnalyticsRoutes } from './analytics/analytics-routes.js';
import { addCallbackRoutes } from './callbacks/callback-routes.js';
import { ContactBook } from './contacts/contact-book.js';
import { addContactRoutes } from './contacts/contact-routes.js';
import { addAttributeRoutes } from './conversations/attribute-routes.js';
import { addAttributeSearchRoutes } from './conversations/attribute-search-routes.js';
import { addChangingRoutes } from './conversations/changing-routes.js';
import { addReadingRoutes } from './conversations/reading-routes.js';
import { addSendingRoutes } from './conversations/sending-routes.js';
import { addTransferRoutes } from './conversations/transfer-routes.js';
import { addWrapUpRoutes } from './conversations/wrap-up-routes.js';
import { addDeploymentRoutes } from './deployment-routes.js';
import type { Directory } from './directory.js';
import { addFlowRoutes } from './flow-routes.js';
import { addIntegrationRoutes } from './integration-routes.js';
import type { Channels } from './notifications/channels.js';
import { addNotificationRoutes } from './notifications/notification-routes.js';
import type { PlatformTokens } from './oauth.js';
import { addOrganizationRoutes } from './organization-routes.js';
import { Permissions } from './permissions.js';
import { PrivacyBook } from './privacy/privacy-book.js';
import { addPrivacyRoutes } from './privacy/privacy-routes.js';
import { addObservationRoutes } from './routing/observation-routes.js';
import { addQueueRoutes } from './routing/queue-routes.js';
import { addWaitingTimeRoutes } from './routing/waiting-time-routes.js';
import { addPresenceRoutes } from './users/presence-routes.js';
import { addUserRoutes } from './users/user-routes.js';

export interface PlatformParts {
  readonly state: DoorState;
  readonly directory: Directory;
  readonly tokens: PlatformTokens;
  readonly channels: Channels;
}

/** What clients call with a token of their own. */
export function addPlatformRoutes(app: FastifyInstance, parts: PlatformParts): void {
  const { state, directory, tokens, channels } = parts;
  addReadingRoutes(app, state);
  addChangingRoutes(app, state);
  addAttributeRoutes(app, state);
  addAttributeSearchRoutes(app, state);
  addTransferRoutes(app, state, directory);
  addWrapUpRoutes(app, state);
  addSendingRoutes(app, state);
  addCallbackRoutes(app, state, directory);
  addQueueRoutes(app, state, directory);
  addWaitingTimeRoutes(app, state, directory);
  addObservationRoutes(app, state, directory);
  addAnalyticsRoutes(app, state, directory);
  const contacts = new ContactBook();
  addContactRoutes(app, state, contacts);
  addPrivacyRoutes(app, state, new PrivacyBook(state, contacts), (request) => tokens.clientOf(request));
  addUserRoutes(app, state, directory);
  addPresenceRoutes(app, state, directory);
  addNotificationRoutes(app, state, channels, tokens);
  const permissions = new Permissions(state, tokens);
  addDeploymentRoutes(app, state, permissions);
  addAccessRoutes(app, state, permissions);
  addFlowRoutes(app, state, permissions);
  addIntegrationRoutes(app, state, permissions);
  addOrganizationRoutes(app, state, tokens);
}
