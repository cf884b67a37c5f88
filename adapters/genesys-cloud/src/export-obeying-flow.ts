import type { Flow, Step } from '@throughline/flow';
import * as architect from './actions.js';
import { toText } from './expression.js';
import { CONVERSATION_FACT, CONVERSATION_ID, reportConversation } from './flow-reports.js';
import { type ArchitectOptions, toMessageFlow } from './message-flow.js';
import { DATA_ACTIONS } from './setup/data-actions.js';

type QueueStep = Extract<Step, { kind: 'queue' }>;

const QUEUE = 'Flow.queue';
const PRIORITY = 'Flow.priority';
const SKILLS = 'Flow.skills';

/**
 * Writes the thin message flow for a gateway that decides: it reads the decision from the attributes of the
 * conversation, or asks for its queue where there is none, and sends the customer there. Every queue that the gateway's flow can name is one of its cases, because
 * only queues that are written out are known to work in message flows; what is none of them goes to the flow's last
 * queue.
 * @throws Error when the flow has no queue
 */
export function toObeyingFlow(flow: Flow, options: ArchitectOptions = {}): string {
  const queues = [...flow.steps.values()].filter((step): step is QueueStep => step.kind === 'queue');
  const last = queues.at(-1);
  if (!last) throw new Error(`The flow ${flow.name} has no queue: there is nothing to obey.`);
  const named = new Set<string>();
  const exact = queues.flatMap((step) => {
    const priority = String(step.priority ?? 0);
    const skills = step.skills.join(',');
    const isKnown = named.has(JSON.stringify([step.queue, priority, skills]));
    named.add(JSON.stringify([step.queue, priority, skills]));
    const condition = both(
      equals(QUEUE, step.queue),
      both(equals(PRIORITY, priority), equals(SKILLS, skills)),
    );
    return isKnown ? [] : [{ condition, actions: [transfer(step)] }];
  });
  const byQueue = [...new Set(queues.map(({ queue }) => queue))].map((queue) => ({
    condition: equals(QUEUE, queue),
    actions: [architect.transferToAcd(`To ${queue}`, queue, [], 0)],
  }));
  const facts = [
    CONVERSATION_FACT,
    { attribute: 'throughlineQueue', variable: QUEUE },
    { attribute: 'throughlinePriority', variable: PRIORITY },
    { attribute: 'throughlineSkills', variable: SKILLS },
  ];
  const inputs = { conversationId: CONVERSATION_ID };
  const ask = architect.callDataAction('Ask', DATA_ACTIONS.routing, inputs, { queue: QUEUE }, []);
  const fallback = architect.transferToAcd('Without a decision', last.queue, [], 0);
  return toMessageFlow(
    {
      name: `${flow.name} (decided by the gateway)`,
      version: flow.version,
      variables: facts.map(({ variable }) => ({ name: variable, initial: '' })),
      actions: [
        architect.getParticipantData('Read the decision', facts),
        reportConversation(),
        architect.decision('Is it decided?', `IsNotSetOrEmpty(${QUEUE})`, [ask], []),
        architect.firstTrue('Obey', [...exact, ...byQueue], [fallback]),
        architect.disconnect('Nothing left'),
      ],
      tasks: [],
    },
    options,
  );
}

function transfer({ id, queue, skills, priority }: QueueStep): architect.Action {
  return architect.transferToAcd(id, queue, skills, priority ?? 0);
}

// What public message flows use alone; see toCondition.
const both = (left: string, right: string) => `If(${left}, ${right}, false)`;
const equals = (variable: string, value: string) =>
  value === '' ? `IsNotSetOrEmpty(${variable})` : `${variable} == ${toText(value)}`;
