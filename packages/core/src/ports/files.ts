import type { Attachment } from '../model/content.js';
import type { Party } from '../model/conversation.js';
import type { BlobHead } from './blob-store.js';

/** Which files are taken. */
export interface FileRules {
  /** Largest file, in bytes. */
  readonly maxBytes: number;
  /** Media types. */
  readonly types: readonly string[];
}

export interface NewFile {
  readonly customerId: string;
  readonly uploader: Party;
  /** As its sender calls it. */
  readonly name: string;
  /** As its sender says; what is in the file must agree. */
  readonly mediaType: string;
  readonly content: Uint8Array;
  /** When it is the smaller picture of a file of the same uploader. */
  readonly previewOf?: string;
}

export interface OpenFile {
  readonly head: BlobHead;
  readonly name: string;
  readonly mediaType: string;
  /** The content, piece by piece. Rejects when a piece is missing or was changed. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** Files that customers and agents send: checked, scanned, cleaned of what they say about their maker, and sealed. */
export interface Files {
  readonly rules: FileRules;
  /**
   * @returns What the message with the file says about it.
   * @throws CoreError `too_large`, `file_refused`, `file_infected`, `files_full`, `not_found` for an unknown file to
   * preview, `masking_failed`, `unavailable` also when the scanner does not answer
   */
  keep(file: NewFile): Promise<Attachment>;
  /** For whoever was found to be entitled to it (T10). Null when there is no such file. */
  open(id: string): Promise<OpenFile | null>;
  /**
   * Makes files part of a conversation, so that they can be sent in it. Safe to repeat.
   * @throws CoreError `not_found` unless all of them were uploaded by this party for this customer
   */
  attach(
    ids: readonly string[],
    owner: { readonly customerId: string; readonly uploader: Party; readonly conversationId: string },
  ): Promise<readonly Attachment[]>;
}

/** Looks into files for what does harm. */
export interface FileScanner {
  /** Rejects when no verdict is to be had: the file is not taken then. */
  scan(content: Uint8Array): Promise<'clean' | 'infected'>;
}
