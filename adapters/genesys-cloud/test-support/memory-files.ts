import type { Attachment, Conversation, LinkedFile, LinkedFiles } from '@throughline/core';
import { v4 as uuidv4 } from 'uuid';

type NewFile = Parameters<LinkedFiles['keep']>[2];

/** Files that nobody checks. */
export class MemoryFiles implements LinkedFiles {
  readonly kept = new Map<string, NewFile>();

  add(file: NewFile): Attachment {
    const id = uuidv4();
    this.kept.set(id, file);
    return { id, name: file.name, mediaType: file.mediaType, bytes: file.content.length };
  }

  async open(_conversation: Conversation, id: string): Promise<LinkedFile | null> {
    const file = this.kept.get(id);
    if (!file) return null;
    return {
      pieces: async function* () {
        yield file.content;
      },
    };
  }

  async keep(_conversation: Conversation, _agentId: string, file: NewFile): Promise<Attachment> {
    return this.add(file);
  }
}
