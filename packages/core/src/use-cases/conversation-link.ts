import type { ContextField, ContextItem, Conversation } from '../model/conversation.js';
import { CoreError } from '../model/errors.js';
import type { ConversationLink, LinkedFiles } from '../ports/conversation-link.js';
import type { Files } from '../ports/files.js';
import type { Core } from './core.js';
import { withoutWithheld } from './customer-card.js';
import { openContext, openEntry } from './sealing.js';
import { commitMessage, prepareMessage } from './send-message.js';

const relayBinding = (conversationId: string) => `relay:${conversationId}`;

/** The core's conversations for a contact center elsewhere. */
export function linkConversations(core: Core): ConversationLink {
  const { conversations, sealer, bus, files } = core;
  return {
    get: (id) => conversations.get(id),
    context: async ({ id, customerId }) => {
      const stored = await conversations.context(id);
      const items = await Promise.all(stored.map((item) => openContext(sealer, customerId, id, item)));
      return withoutWithheld(items).map((item) => withoutPersonal(core.contextFields ?? [], item));
    },
    read: async ({ id, customerId }, afterSeq, limit) => {
      const stored = await conversations.read(id, afterSeq, limit);
      return Promise.all(stored.map((entry) => openEntry(sealer, customerId, entry)));
    },
    heads: (ids) => conversations.heads(ids),
    say: async ({ customerId }, { agent, ...message }) => {
      const sender = { role: 'agent', ...agent } as const;
      const prepared = await prepareMessage(core, { ...message, customerId, sender });
      return commitMessage(core, customerId, prepared);
    },
    ...(files ? { files: linkFiles(files) } : {}),
    delivered: (id, seq) => raiseDelivered(core, id, seq),
    typing: (conversationId, on) => bus.publish({ kind: 'typing', conversationId, role: 'agent', on }),
    seal: ({ id, customerId }: Conversation, plain) => sealer.seal(customerId, relayBinding(id), plain),
    unseal: ({ id, customerId }: Conversation, sealed) => sealer.open(customerId, relayBinding(id), sealed),
  };
}

function linkFiles(files: Files): LinkedFiles {
  return {
    open: async (conversation, id) => {
      const file = await files.open(id);
      return file?.head.conversationId === conversation.id ? file : null;
    },
    keep: async ({ id: conversationId, customerId }, agentId, file) => {
      const uploader = { role: 'agent', id: agentId } as const;
      const { id } = await files.keep({ ...file, customerId, uploader });
      const [kept] = await files.attach([id], { customerId, uploader, conversationId });
      if (!kept) throw new CoreError('not_found', 'There is no such file.');
      return kept;
    },
  };
}

async function raiseDelivered(core: Core, conversationId: string, deliveredSeq: number): Promise<void> {
  const raised = await core.conversations.raiseReceipts(conversationId, 'agent', {
    deliveredSeq,
    readSeq: 0,
  });
  if (!raised) return;
  const { customerReceipts: customer, agentReceipts: agent } = raised;
  core.bus.publish({ kind: 'receipts', conversationId, customer, agent });
}

/** What only the agent may see who has the conversation is not for a contact center as a whole. */
function withoutPersonal(declared: readonly ContextField[], item: ContextItem): ContextItem {
  if (!item.fields) return item;
  const personal = new Set(declared.flatMap((field) => (field.class === 'personal' ? [field.name] : [])));
  const fields = Object.entries(item.fields).filter(([name]) => !personal.has(name));
  return { ...item, fields: Object.fromEntries(fields) };
}
