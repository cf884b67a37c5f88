import { resolve } from 'node:path';
import { z } from 'zod';
import { CONTACT_CENTERS, type ContactCenterName } from './contact-center-schema.js';

/** What the environment can set. `docs/configuration.md` lists it for operators. */
export interface Environment {
  readonly customerPort: number;
  readonly agentPort: number;
  readonly genesysPort: number;
  readonly operationsPort: number;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  /** The key-encryption key itself, as base64, and the one before it. */
  readonly keyEncryptionKey?: string;
  readonly previousKeyEncryptionKey?: string;
  /** Database of customers' keys. */
  readonly keyDatabaseUrl?: string;
  readonly redisUrl?: string;
  /** Who employs the agents. */
  readonly contactCenter?: ContactCenterName;
  /** File with the key-encryption key, the same on every node. */
  readonly keyFile?: string;
  readonly logLevel: string;
  /** The configuration file. */
  readonly configFile: string;
}

/** Every problem of the environment at once, one a line. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const port = (fallback: number) =>
  z.coerce
    .number({ error: 'must be a port number' })
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must be 0 (any free port) to 65535' })
    .max(65_535, { error: 'must be 0 (any free port) to 65535' })
    .default(fallback);

const schema = z.object({
  THROUGHLINE_CUSTOMER_PORT: port(8080),
  THROUGHLINE_AGENT_PORT: port(8081),
  THROUGHLINE_GENESYS_PORT: port(8082),
  THROUGHLINE_OPS_PORT: port(8083),
  THROUGHLINE_DATA_DIR: z.string().min(1).default('.throughline'),
  THROUGHLINE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must be a postgres:// URL' })
    .optional(),
  THROUGHLINE_KEY_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must be a postgres:// URL' })
    .optional(),
  THROUGHLINE_REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, { error: 'must be a redis:// or rediss:// URL' })
    .optional(),
  THROUGHLINE_CONTACT_CENTER: z
    .enum(CONTACT_CENTERS, { error: `must be ${CONTACT_CENTERS.join(' or ')}` })
    .optional(),
  THROUGHLINE_KEY_FILE: z.string().min(1).optional(),
  THROUGHLINE_KEY_ENCRYPTION_KEY: z.string().optional(),
  THROUGHLINE_PREVIOUS_KEY_ENCRYPTION_KEY: z.string().optional(),
  THROUGHLINE_CONFIG: z.string().min(1).default('throughline.yaml'),
  THROUGHLINE_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be fatal, error, warn, info, debug or silent',
    })
    .default('warn'),
});

/** What this process was started with. @throws EnvironmentError */
export function readEnvironment(): Environment {
  return parseEnvironment(process.env);
}

/** @throws EnvironmentError naming every variable that is wrong, what is expected, and never its value */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  // An empty variable is how many tools say "not set".
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new EnvironmentError(`These environment variables are wrong:\n${problems.join('\n')}`);
  }
  const { data } = parsed;
  return {
    customerPort: data.THROUGHLINE_CUSTOMER_PORT,
    agentPort: data.THROUGHLINE_AGENT_PORT,
    genesysPort: data.THROUGHLINE_GENESYS_PORT,
    operationsPort: data.THROUGHLINE_OPS_PORT,
    dataDir: resolve(data.THROUGHLINE_DATA_DIR),
    ...(data.THROUGHLINE_DATABASE_URL ? { databaseUrl: data.THROUGHLINE_DATABASE_URL } : {}),
    ...(data.THROUGHLINE_KEY_DATABASE_URL ? { keyDatabaseUrl: data.THROUGHLINE_KEY_DATABASE_URL } : {}),
    ...(data.THROUGHLINE_REDIS_URL ? { redisUrl: data.THROUGHLINE_REDIS_URL } : {}),
    ...(data.THROUGHLINE_CONTACT_CENTER ? { contactCenter: data.THROUGHLINE_CONTACT_CENTER } : {}),
    ...(data.THROUGHLINE_KEY_FILE ? { keyFile: resolve(data.THROUGHLINE_KEY_FILE) } : {}),
    ...(data.THROUGHLINE_KEY_ENCRYPTION_KEY ? { keyEncryptionKey: data.THROUGHLINE_KEY_ENCRYPTION_KEY } : {}),
    ...(data.THROUGHLINE_PREVIOUS_KEY_ENCRYPTION_KEY
      ? { previousKeyEncryptionKey: data.THROUGHLINE_PREVIOUS_KEY_ENCRYPTION_KEY }
      : {}),
    logLevel: data.THROUGHLINE_LOG_LEVEL,
    configFile: resolve(data.THROUGHLINE_CONFIG),
  };
}
