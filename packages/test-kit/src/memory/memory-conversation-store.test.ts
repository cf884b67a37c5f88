import { describe } from 'vitest';
import { anId } from '../builders.js';
import { conversationStoreContract } from '../contracts/conversation-store.js';
import { MemoryConversationStore } from './memory-conversation-store.js';

describe('MemoryConversationStore', () => {
  const store = new MemoryConversationStore();
  conversationStoreContract(async () => ({ store, newCustomerId: async () => anId() }));
});
