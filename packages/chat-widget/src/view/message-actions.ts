import type { NewAnswer } from '@throughline/protocol';

export interface MessageActions {
  retry(id: string): void;
  discard(id: string): void;
  /** Says what was picked or filled in, for the message at this place; `text` is it in words. */
  answer(toSeq: number, given: NewAnswer['given'], text: string): void;
  /** Where the gateway keeps files; `/{id}` appended is the address of one. */
  readonly filesUrl: string;
}
