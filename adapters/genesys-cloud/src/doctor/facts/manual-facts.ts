import type { Fact } from './fact.js';

const byHand = (id: string, question: string, how: string): Fact => ({ id, question, how, measure: null });

/** What takes a live conversation, a sign-in or a change, so that a person looks at it in a test organization. */
export const manualFacts: readonly Fact[] = [
  byHand(
    'attributes-permission',
    'Which permission does the PATCH of participant attributes need with client credentials?',
    'Patch a test conversation with the runtime client, first with conversation:communication:view only.',
  ),
  byHand(
    'attributes-limits',
    'How many attributes of which size does a participant take, and how are they merged and deleted?',
    'Patch 51 attributes, one of 257 characters and one set to null, and read the conversation again.',
  ),
  byHand(
    'flow-participant-purpose',
    'Which purpose has the participant of the flow in a message conversation?',
    'Read a test conversation by GET /api/v2/conversations/messages/{id} while its flow runs.',
  ),
  byHand(
    'analytics-latency',
    'How long until analytics and the attribute search know a new conversation?',
    'Begin a test conversation and query both every second until they have it.',
  ),
  byHand(
    'message-flow-callback',
    'Can an inbound message flow create callbacks?',
    'Look for the action "Create Callback" in the toolbox of an inbound message flow.',
  ),
  byHand(
    'callback-lead-time',
    'How far ahead may a callback be scheduled?',
    'Schedule callbacks 7, 30 and 90 days ahead with a test client, and cancel them.',
  ),
  byHand(
    'signed-in-elsewhere',
    'What happens to the first device when the same customer signs in on a second one?',
    'Sign in on two devices without stepping up, and note ConnectionClosedEvent, its reason and both histories.',
  ),
  byHand(
    'guest-token-claims',
    'Which claims has the token of a guest who signed in, and how often may it be exchanged?',
    'Sign in on a test page and note the names of the claims in the answer of oauthcodegrantjwtexchange.',
  ),
  byHand(
    'idle-connection',
    'After how long does Genesys close a connection that is idle, or alive?',
    'Keep two sockets for three hours, one silent and one with an echo a minute, and note when they close.',
  ),
  byHand(
    'communication-type-filter',
    'Which value of communicationTypeFilter is web messaging?',
    'Filter the messages of a test conversation with the values that the error of a wrong one lists.',
  ),
];
