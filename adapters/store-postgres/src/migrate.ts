import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { StoreOpenError } from './errors.js';
import { customers } from './migrations/0001-customers.js';
import { conversations } from './migrations/0002-conversations.js';
import { appendEntries } from './migrations/0003-append-entries.js';
import { contactCenter } from './migrations/0004-contact-center.js';
import { offerWaiting } from './migrations/0005-offer-waiting.js';
import { continuity } from './migrations/0020-continuity.js';
import { customerSessions } from './migrations/0023-customer-sessions.js';
import { issuedTokens } from './migrations/0027-issued-tokens.js';
import { staff } from './migrations/0028-staff.js';
import { followClaims } from './migrations/0030-follow-claims.js';
import { auditChain } from './migrations/0040-audit-chain.js';
import { skillsAndWaits } from './migrations/0050-skills-and-waits.js';
import { oidc } from './migrations/0051-oidc.js';
import { callbacks } from './migrations/0052-callbacks.js';
import { flowRuns } from './migrations/0053-flow-runs.js';
import { flowVersions } from './migrations/0054-flow-versions.js';
import { redactions } from './migrations/0056-redactions.js';
import { relaySessions } from './migrations/0058-relay-sessions.js';
import { privacy } from './migrations/0070-privacy.js';
import { keyGenerations } from './migrations/0072-key-generations.js';
import { revealableValues } from './migrations/0080-revealable-values.js';
import { erasureSubject } from './migrations/0081-erasure-subject.js';
import { blobs } from './migrations/0082-blobs.js';
import { rateWindows } from './migrations/0084-rate-windows.js';
import { relayInterruptions } from './migrations/0090-relay-interruptions.js';
import { standIn } from './migrations/0091-stand-in.js';
import { surveys } from './migrations/0092-surveys.js';
import { carryOvers } from './migrations/0093-carry-overs.js';
import { outgoingMails } from './migrations/0094-outgoing-mails.js';
import { placedCalls } from './migrations/0095-placed-calls.js';
import { remoteCustomers } from './migrations/0096-remote-customers.js';
import { placedCallKinds } from './migrations/0097-placed-call-kinds.js';
import { messagesOfConversations } from './migrations/0098-messages-of-conversations.js';
import { switchReasons } from './migrations/0099-switch-reasons.js';
import { switchProposerKinds } from './migrations/0100-switch-proposer-kinds.js';
import type { Database } from './schema.js';

/** Never changed or removed once released: a change of the schema is a new one at the end. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-customers': customers,
  '0002-conversations': conversations,
  '0003-append-entries': appendEntries,
  '0004-contact-center': contactCenter,
  '0005-offer-waiting': offerWaiting,
  '0020-continuity': continuity,
  '0023-customer-sessions': customerSessions,
  '0027-issued-tokens': issuedTokens,
  '0028-staff': staff,
  '0030-follow-claims': followClaims,
  '0040-audit-chain': auditChain,
  '0050-skills-and-waits': skillsAndWaits,
  '0051-oidc': oidc,
  '0052-callbacks': callbacks,
  '0053-flow-runs': flowRuns,
  '0054-flow-versions': flowVersions,
  '0056-redactions': redactions,
  '0058-relay-sessions': relaySessions,
  '0070-privacy': privacy,
  '0072-key-generations': keyGenerations,
  '0080-revealable-values': revealableValues,
  '0081-erasure-subject': erasureSubject,
  '0082-blobs': blobs,
  '0084-rate-windows': rateWindows,
  '0090-relay-interruptions': relayInterruptions,
  '0091-stand-in': standIn,
  '0092-surveys': surveys,
  '0093-carry-overs': carryOvers,
  '0094-outgoing-mails': outgoingMails,
  '0095-placed-calls': placedCalls,
  '0096-remote-customers': remoteCustomers,
  '0097-placed-call-kinds': placedCallKinds,
  '0098-messages-of-conversations': messagesOfConversations,
  '0099-switch-reasons': switchReasons,
  '0100-switch-proposer-kinds': switchProposerKinds,
};

/**
 * Brings the schema up to date. Safe to run on many nodes at once.
 * @throws StoreOpenError naming the migration that failed
 */
export async function migrate(
  db: Kysely<Database>,
  own: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<void> {
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  const schema = rows[0]?.schema;
  if (!schema)
    throw new StoreOpenError('The database user may use no schema: grant USAGE and CREATE on one.');
  const migrations = { ...own, ...(await newerMigrations(db, schema, own)) };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // Named, because another schema of the same database can hold tables of the same names.
    migrationTableSchema: schema,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error');
  const reason = error instanceof Error ? error.message : String(error);
  throw new StoreOpenError(
    failed
      ? `The migration ${failed.migrationName} failed: ${reason}`
      : `The schema cannot be brought up to date: ${reason}`,
    { cause: error },
  );
}

/** Names of our migrations that have not been made, in order; all of them on a new database. Changes nothing. */
export async function missingMigrations(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(db);
  const done = rows[0]?.there
    ? (await sql<{ name: string }>`select name from kysely_migration`.execute(db)).rows
    : [];
  const names = new Set(done.map(({ name }) => name));
  return Object.keys(MIGRATIONS)
    .toSorted()
    .filter((name) => !names.has(name));
}

/**
 * What a newer build has done to the schema already. Migrations only add, so this build works with it: a node can be
 * restarted, or brought back, in the middle of a deploy.
 */
async function newerMigrations(
  db: Kysely<Database>,
  schema: string,
  own: Readonly<Record<string, Migration>>,
): Promise<Record<string, Migration>> {
  const table = sql.table(`${schema}.kysely_migration`);
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${`"${schema}".kysely_migration`}) is not null as there`.execute(db);
  if (!rows[0]?.there) return {};
  const newest = Object.keys(own).toSorted().at(-1) ?? '';
  const done = await sql<{ name: string }>`select name from ${table} where name > ${newest}`.execute(db);
  const nothing: Migration = { up: async () => undefined };
  return Object.fromEntries(done.rows.map(({ name }) => [name, nothing]));
}
