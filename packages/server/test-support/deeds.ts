/** In which order people wrote and typed: the clock of a schedule often stands still. */
export class Deeds {
  #count = 0;
  readonly #writtenAt = new Map<string, number>();
  readonly #typedAt = new Map<object, number>();

  wrote(_who: object, messageId: string): void {
    this.#count += 1;
    this.#writtenAt.set(messageId, this.#count);
  }

  typed(who: object): void {
    this.#count += 1;
    this.#typedAt.set(who, this.#count);
  }

  /** Whether this person pressed a key after the last one of these messages that is theirs. */
  hasTypedAfter(who: object & { readonly sent: readonly string[] }, messageIds: readonly string[]): boolean {
    const own = new Set(who.sent);
    const last = Math.max(
      0,
      ...messageIds.filter((id) => own.has(id)).map((id) => this.#writtenAt.get(id) ?? 0),
    );
    return (this.#typedAt.get(who) ?? 0) > last;
  }
}
