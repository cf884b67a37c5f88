import type { BlobHead, BlobStore, NewBlob } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { BlobTable, Database } from './schema.js';

/** Files in rows, so that every node has them, and a backup or an erasure of the database has all of a customer. */
export class PostgresBlobStore implements BlobStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async begin(blob: NewBlob, quotaBytes: number): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      // One upload of a customer at a time is counted, so that the quota holds.
      await sql`select from customer where id = ${blob.customerId} for no key update`.execute(tx);
      const { rows } = await sql<{ bytes: string }>`
        select coalesce(sum(bytes), 0) as bytes from blob where customer_id = ${blob.customerId}`.execute(tx);
      if (Number(rows[0]?.bytes) + blob.bytes > quotaBytes) return false;
      await tx
        .insertInto('blob')
        .values({
          id: blob.id,
          customer_id: blob.customerId,
          uploader_role: blob.uploader.role,
          uploader_id: blob.uploader.id,
          preview_of: blob.previewOf,
          bytes: String(blob.bytes),
          created_at: blob.createdAt,
          sealed_facts: Buffer.from(blob.sealedFacts),
        })
        .execute();
      return true;
    });
  }

  async write(id: string, index: number, sealed: Uint8Array): Promise<void> {
    await sql`
      insert into blob_piece (blob_id, index, sealed)
      select id, ${index}, ${Buffer.from(sealed)} from blob where id = ${id} and not whole
      on conflict do nothing`.execute(this.#db);
  }

  async finish(id: string): Promise<void> {
    await this.#db.updateTable('blob').set({ whole: true }).where('id', '=', id).execute();
  }

  async get(id: string): Promise<BlobHead | null> {
    const row = await this.#whole().where('id', '=', id).executeTakeFirst();
    return row ? toHead(row) : null;
  }

  async previewOf(id: string): Promise<BlobHead | null> {
    const row = await this.#whole().where('preview_of', '=', id).executeTakeFirst();
    return row ? toHead(row) : null;
  }

  async read(id: string, index: number): Promise<Uint8Array | null> {
    const row = await this.#db
      .selectFrom('blob_piece')
      .innerJoin('blob', 'blob.id', 'blob_piece.blob_id')
      .select('sealed')
      .where('blob_id', '=', id)
      .where('index', '=', index)
      .where('whole', '=', true)
      .executeTakeFirst();
    return row?.sealed ?? null;
  }

  async attach(ids: readonly string[], owner: Parameters<BlobStore['attach']>[1]): Promise<boolean> {
    const { customerId, uploader, conversationId } = owner;
    const wanted = [...new Set(ids)];
    // Previews are counted by the blobs they belong to: what does not fit is not in `fitting`, and then nothing is.
    const { rows } = await sql<{ attached: string }>`
      with fitting as (
        select id from blob
        where id = any(${wanted}::text[]) and whole and preview_of is null
          and customer_id = ${customerId} and uploader_role = ${uploader.role} and uploader_id = ${uploader.id}
          and (conversation_id is null or conversation_id = ${conversationId})
        for update
      ), attached as (
        update blob set conversation_id = ${conversationId}
        where (id in (select id from fitting) or preview_of in (select id from fitting))
          and (select count(*) from fitting) = ${wanted.length}
        returning preview_of
      )
      select count(*) filter (where preview_of is null) as attached from attached`.execute(this.#db);
    return Number(rows[0]?.attached) === wanted.length;
  }

  async deleteUnsent(before: Date, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from blob where id in (
        select id from blob where conversation_id is null and created_at < ${before}
        order by created_at limit ${limit} for update skip locked
      )`.execute(this.#db);
    return Number(numAffectedRows ?? 0);
  }

  #whole() {
    return this.#db.selectFrom('blob').selectAll().where('whole', '=', true);
  }
}

function toHead(row: Selectable<BlobTable>): BlobHead {
  return {
    id: row.id,
    customerId: row.customer_id,
    uploader: { role: row.uploader_role, id: row.uploader_id },
    conversationId: row.conversation_id,
    previewOf: row.preview_of,
    bytes: Number(row.bytes),
    createdAt: row.created_at,
    sealedFacts: row.sealed_facts,
  };
}
