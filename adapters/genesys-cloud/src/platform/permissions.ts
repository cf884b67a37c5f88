/** The OAuth clients (client credentials) that an organization gives to Throughline. */
export type GenesysClientName = 'runtime' | 'callbacks' | 'tags' | 'privacy' | 'doctor';

/** What one client may do there, and nothing else. */
export interface GenesysClientRole {
  readonly name: GenesysClientName;
  /** What the client is for, as administrators read it. */
  readonly purpose: string;
  /** Sorted, as `domain:entity:action`. */
  readonly permissions: readonly string[];
}

/**
 * Least privilege of each client: the exported set-up grants it. Calls that need no permission, such as reading a
 * conversation's messages by its id, have no row. Source: `x-inin-requires-permissions` of the Platform API definition.
 */
export const GENESYS_ROLES: Readonly<Record<GenesysClientName, GenesysClientRole>> = {
  runtime: {
    name: 'runtime',
    purpose: 'waiting times of queues, and conversations that a customer has already',
    permissions: [
      'analytics:conversationDetail:view',
      'analytics:queueObservation:view',
      'externalContacts:contact:view',
      'routing:queue:view',
    ],
  },
  callbacks: {
    name: 'callbacks',
    purpose: 'calls that customers asked for',
    permissions: [
      'analytics:conversationDetail:view',
      'conversation:callback:create',
      'conversation:communication:disconnect',
      'routing:queue:view',
    ],
  },
  tags: {
    name: 'tags',
    purpose: 'our conversation id as external tag of conversations',
    permissions: ['conversation:externalTag:edit'],
  },
  privacy: {
    name: 'privacy',
    purpose: 'exports and erasures that customers ask for',
    permissions: ['gdpr:request:add', 'gdpr:request:view'],
  },
  doctor: {
    name: 'doctor',
    purpose: 'checks of the set-up; reads only',
    permissions: [
      'architect:flow:view',
      'authorization:role:view',
      'conversation:threadingTimeline:view',
      'integrations:integration:view',
      'oauth:client:view',
      'routing:queue:view',
      'webDeployments:configuration:view',
      'webDeployments:deployment:view',
      'webDeployments:identityResolution:view',
    ],
  },
};
