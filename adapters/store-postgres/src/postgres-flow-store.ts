import type { AuditEntry, FlowActivation, FlowStore, FlowVersion } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database } from './schema.js';

export class PostgresFlowStore implements FlowStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async add({ name, version, source, resources, addedAt }: FlowVersion): Promise<void> {
    await this.#db
      .insertInto('flow_version')
      .values({ name, version, source, resources: [...resources], added_at: addedAt })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async get(name: string, version: string): Promise<FlowVersion | null> {
    const row = await this.#db
      .selectFrom('flow_version')
      .select(['name', 'version', 'source', 'resources', 'added_at as addedAt'])
      .where('name', '=', name)
      .where('version', '=', version)
      .executeTakeFirst();
    return row ?? null;
  }

  async activate(name: string, { version, at, by }: FlowActivation, audit: AuditEntry): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      // One at a time, so that the newest row is the one that counts.
      await sql`lock table flow_activation in share row exclusive mode`.execute(tx);
      const kept = await tx
        .selectFrom('flow_version')
        .select('version')
        .where('name', '=', name)
        .where('version', '=', version)
        .executeTakeFirst();
      const [active] = await newest(tx, name, 1);
      if (!kept || active?.version === version) return false;
      await tx.insertInto('flow_activation').values({ name, version, at, by }).execute();
      await writeAudit(tx, audit);
      return true;
    });
  }

  async activations(name: string, limit: number): Promise<readonly FlowActivation[]> {
    return newest(this.#db, name, limit);
  }
}

function newest(db: Kysely<Database>, name: string, limit: number) {
  return db
    .selectFrom('flow_activation')
    .select(['version', 'at', 'by'])
    .where('name', '=', name)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
