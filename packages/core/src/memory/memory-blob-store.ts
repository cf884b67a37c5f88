import type { BlobHead, BlobStore, NewBlob } from '../ports/blob-store.js';

interface Row {
  head: BlobHead;
  whole: boolean;
  readonly pieces: Uint8Array[];
}

/** Files in memory, for one process. */
export class MemoryBlobStore implements BlobStore {
  readonly #rows = new Map<string, Row>();

  async begin(blob: NewBlob, quotaBytes: number): Promise<boolean> {
    const used = this.#all(({ customerId }) => customerId === blob.customerId);
    if (used.reduce((sum, { head }) => sum + head.bytes, blob.bytes) > quotaBytes) return false;
    this.#rows.set(blob.id, { head: { ...blob, conversationId: null }, whole: false, pieces: [] });
    return true;
  }

  async write(id: string, index: number, sealed: Uint8Array): Promise<void> {
    const row = this.#rows.get(id);
    if (row && !row.whole) row.pieces[index] = sealed;
  }

  async finish(id: string): Promise<void> {
    const row = this.#rows.get(id);
    if (row) row.whole = true;
  }

  async get(id: string): Promise<BlobHead | null> {
    return this.#whole(id)?.head ?? null;
  }

  async previewOf(id: string): Promise<BlobHead | null> {
    return this.#all(({ previewOf }) => previewOf === id).find(({ whole }) => whole)?.head ?? null;
  }

  async read(id: string, index: number): Promise<Uint8Array | null> {
    return this.#whole(id)?.pieces[index] ?? null;
  }

  async attach(ids: readonly string[], owner: Parameters<BlobStore['attach']>[1]): Promise<boolean> {
    const rows = ids.map((id) => this.#whole(id));
    const fits = rows.every(
      (row) =>
        row !== undefined &&
        row.head.customerId === owner.customerId &&
        row.head.uploader.role === owner.uploader.role &&
        row.head.uploader.id === owner.uploader.id &&
        row.head.previewOf === null &&
        [null, owner.conversationId].includes(row.head.conversationId),
    );
    if (!fits) return false;
    for (const row of this.#all(({ id, previewOf }) => ids.includes(previewOf ?? id))) {
      row.head = { ...row.head, conversationId: owner.conversationId };
    }
    return true;
  }

  async deleteUnsent(before: Date, limit: number): Promise<number> {
    return this.#delete(
      ({ conversationId, createdAt }) => conversationId === null && createdAt < before,
      limit,
    );
  }

  /** These conversations are gone. */
  forget(conversationIds: readonly string[]): void {
    const gone = new Set<string | null>(conversationIds);
    this.#delete(({ conversationId }) => gone.has(conversationId), Number.POSITIVE_INFINITY);
  }

  forgetCustomer(customerId: string): void {
    this.#delete((head) => head.customerId === customerId, Number.POSITIVE_INFINITY);
  }

  #whole(id: string): Row | undefined {
    const row = this.#rows.get(id);
    return row?.whole ? row : undefined;
  }

  #all(fits: (head: BlobHead) => boolean): readonly Row[] {
    return [...this.#rows.values()].filter(({ head }) => fits(head));
  }

  #delete(fits: (head: BlobHead) => boolean, limit: number): number {
    const gone = this.#all(fits).slice(0, limit);
    for (const { head } of gone) this.#rows.delete(head.id);
    return gone.length;
  }
}
