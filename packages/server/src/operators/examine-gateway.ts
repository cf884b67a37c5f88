import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StepReport } from '@throughline/genesys-cloud';
import { inspectPostgresStore } from '@throughline/store-postgres';
import { openBus } from '../composition/foundation.js';
import { readConfiguration } from '../config/config-file.js';
import type { Environment } from '../config/environment.js';
import type { ServerOptions } from '../config/options.js';
import { keyEncryptionOf } from '../sealing/key-encryption-of.js';
import { openKeyEncryption } from '../sealing/open-key-encryption.js';

/** Sessions, tokens and limits of all nodes are told by their clocks. */
const MOST_SKEW_MS = 2_000;

const WHY = {
  database: 'Conversations are in it, and a node does not start without it.',
  clock:
    'Nodes tell by their clocks whether sessions, leases and limits are over, and the database by its own.',
  redis:
    'Nodes tell each other through it what happens; without it every change takes a look at the database.',
  keys: 'What customers write is sealed: without the key nobody reads it, and nobody can write.',
  queues: 'Customers who are sent to a queue without agents wait in vain, until the flow offers other ways.',
};

/** Looks at what the nodes of this environment need, live, and changes nothing. Every step says what to do. */
export async function examineGateway(environment: Environment): Promise<StepReport[]> {
  const { throughline } = readConfiguration(environment.configFile, environment);
  const { databaseUrl } = throughline;
  const found = databaseUrl === undefined ? embedded(environment) : await server(databaseUrl);
  return [
    ...found.steps,
    await redis(throughline),
    await keys(throughline, found.isInUse),
    ...throughline.queues.map((queue) => agentsOf(queue.id, throughline)),
  ];
}

interface Found {
  readonly steps: readonly StepReport[];
  /** There may be conversations. */
  readonly isInUse: boolean;
}

async function server(url: string): Promise<Found> {
  try {
    const { description, missing, aheadMs } = await inspectPostgresStore({ url });
    const [first] = missing;
    const database =
      first === undefined
        ? ok('database', `${description} is reached, and its schema is up to date.`)
        : warning(
            'database',
            `${description} is reached, and ${missing.length} migrations are not made yet, from ${first} on.`,
            'Start a node of this version: it brings the schema up to date.',
          );
    return { steps: [database, clock(aheadMs)], isInUse: first === undefined };
  } catch (error) {
    const fix =
      'Check databaseUrl (THROUGHLINE_DATABASE_URL), the network between here and there, and the rights of the user.';
    const skipped = report('clock', 'skipped', 'There is no other clock to compare with.', null);
    return { steps: [failed('database', reasonOf(error), fix), skipped], isInUse: false };
  }
}

function embedded({ dataDir }: Environment): Found {
  const isInUse = existsSync(join(dataDir, 'database'));
  const found = isInUse
    ? `It is in ${dataDir}, and is looked at by the node that runs on it alone.`
    : `There is none in ${dataDir} yet: the first start makes it.`;
  return { steps: [report('database', 'skipped', found, null)], isInUse };
}

function clock(aheadMs: number): StepReport {
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  if (Math.abs(aheadMs) <= MOST_SKEW_MS)
    return ok('clock', `It differs from the database's by ${seconds} s.`);
  const which = aheadMs > 0 ? 'behind' : 'ahead of';
  return failed(
    'clock',
    `This machine's clock is ${seconds} s ${which} the database's.`,
    'Have both follow a time server (NTP), here and on every node.',
  );
}

async function redis(options: ServerOptions): Promise<StepReport> {
  if (options.redisUrl === undefined) {
    return report('redis', 'skipped', 'None is configured, which one node does not need.', null);
  }
  try {
    await (await openBus(options)).close();
    return ok('redis', 'It is reached, and takes subscriptions.');
  } catch (error) {
    return failed(
      'redis',
      reasonOf(error),
      'Check redisUrl (THROUGHLINE_REDIS_URL), its password, and the network.',
    );
  }
}

async function keys(options: ServerOptions, isInUse: boolean): Promise<StepReport> {
  try {
    await (await openKeyEncryption(keyEncryptionOf(options), { mayCreate: false })).close();
    return ok('keys', 'The key that protects all others can be opened.');
  } catch (error) {
    if (!isInUse) {
      return report(
        'keys',
        'skipped',
        `${reasonOf(error)} The first start makes it where it is a file.`,
        null,
      );
    }
    return failed(
      'keys',
      reasonOf(error),
      'Bring back the key that the database was begun with: another one opens nothing.',
    );
  }
}

function agentsOf(queue: string, { agents, agentSignIn }: ServerOptions): StepReport {
  const id = `queues.${queue}`;
  const serving = agents.filter(({ queueIds }) => queueIds.includes(queue));
  if (serving.length > 0) {
    const skills = [...new Set(serving.flatMap((agent) => agent.skills ?? []))].sort();
    const able = skills.length === 0 ? 'without skills' : `with the skills ${skills.join(', ')}`;
    return ok(id, `${serving.length} configured agents serve it, ${able}.`);
  }
  if (agentSignIn) return ok(id, 'Agents come by their sign-in; none is configured by name.');
  return warning(
    id,
    'No agent serves it.',
    `Name ${queue} in the queues of an agent, or leave the queue out.`,
  );
}

function report(id: string, status: StepReport['status'], found: string, fix: string | null): StepReport {
  const [subject = ''] = id.split('.');
  return { id, status, found, why: subject in WHY ? WHY[subject as keyof typeof WHY] : '', fix };
}

const ok = (id: string, found: string) => report(id, 'ok', found, null);
const warning = (id: string, found: string, fix: string) => report(id, 'warning', found, fix);
const failed = (id: string, found: string, fix: string) => report(id, 'failed', found, fix);

/** Errors of ours never quote an address with its password. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
