/** Topics that can be followed. `{id}` is a queue, a user, a conversation or a deployment. */
export const TOPICS = [
  'v2.routing.queues.{id}.conversations.messages',
  'v2.routing.queues.{id}.conversations.callbacks',
  'v2.routing.queues.{id}.users',
  'v2.analytics.queues.{id}.observations',
  'v2.users.{id}.conversations.messages',
  'v2.users.{id}.conversations.callbacks',
  'v2.users.{id}.conversations.inbound.typing.event',
  'v2.users.{id}.presence',
  'v2.users.{id}.routingStatus',
  ...[
    'attributes',
    'acd.start',
    'acd.end',
    'customer.start',
    'customer.end',
    'user.start',
    'user.end',
    'flow.start',
    'flow.end',
    'wrapup',
  ].map((event) => `v2.detail.events.conversation.{id}.${event}`),
  // Deployments do not change while the door runs: nothing ever comes.
  'v2.webdeployments.deployments.{id}',
] as const;

const PATTERNS = TOPICS.map(
  (topic) => new RegExp(`^${topic.replaceAll('.', '\\.').replace('{id}', '[^.]+')}$`),
);

/** Whether clients may follow it. */
export function isTopic(topic: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(topic));
}
