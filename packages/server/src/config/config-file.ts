import { readFileSync } from 'node:fs';
import type { DoctorSettings } from '@throughline/genesys-cloud';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { type Configuration, configurationSchema } from './config-schema.js';
import type { Environment } from './environment.js';
import { toFileSettings } from './file-schema.js';
import { toSmtpSettings } from './mail-schema.js';
import { DEFAULT_REALTIME_LIMITS, type HostOptions, type ServerOptions } from './options.js';
import { productionProblems } from './production-safety.js';
import { SettingFiles } from './setting-files.js';
import { ConfigurationError, problemLine, type SettingProblem } from './setting-problem.js';
import { toAgentSignInSettings } from './to-agent-sign-in.js';
import { toAuditSettings } from './to-audit-settings.js';
import { toDoctorSettings } from './to-doctor.js';
import { toGenesysDoorSettings } from './to-genesys-door.js';
import { toKeyEncryptionSettings, toKeyStoreSettings } from './to-key-settings.js';
import { toMaskingSettings } from './to-masking-settings.js';
import { toPrivacySettings } from './to-privacy-settings.js';
import { toProviderSettings } from './to-provider-settings.js';
import { toDirectSettings, toRelaySettings } from './to-relay.js';
import { toServerSettings } from './to-server-clients.js';

/**
 * Reads the configuration file (YAML 1.2 or JSON). The environment wins over the file where both set something; paths
 * in the file are relative to it.
 * @param file Path of the file.
 * @param mounted Whether a portal mounts the gateway and says itself who is signed in.
 * @throws ConfigurationError naming the file, and every key that is wrong, what is expected, and never its value
 */
export function readConfiguration(
  file: string,
  environment: Environment,
  { mounted = false }: { readonly mounted?: boolean } = {},
): HostOptions & { readonly publicUrl: URL; readonly doctor: () => DoctorSettings | null } {
  const document = new ConfigurationDocument(file, readConfigurationFile(file));
  const { settings, problems } = document.parse();
  const lines = problems.map((problem) => document.line(problem));
  if (settings) {
    if (settings.issuers.length === 0 && !mounted) lines.push(document.line(NO_ISSUER));
    const contactCenter = environment.contactCenter ?? settings.contactCenter;
    if (contactCenter === 'genesys' && !settings.genesys) lines.push(document.line(NO_DEPLOYMENT));
    lines.push(...signInProblems(settings).map((problem) => document.line(problem)));
    const files = new SettingFiles(file, settings.mode === 'production');
    const options = toHostOptions(settings, files, environment);
    const unsafe = productionProblems(options.throughline).map((problem) => toSetting(problem, environment));
    lines.push(...files.problems, ...unsafe.map((problem) => document.line(problem)));
    if (lines.length === 0) {
      const publicUrl = new URL(settings.publicUrl);
      return { ...options, publicUrl, doctor: () => readDoctorSettings(settings, file) };
    }
  }
  throw new ConfigurationError(lines);
}

/**
 * What the configuration file says, with defaults, and without opening the files it names: no secret is read.
 * @throws ConfigurationError as `readConfiguration`
 */
export function readSettings(file: string): Configuration {
  const document = new ConfigurationDocument(file, readConfigurationFile(file));
  const { settings, problems } = document.parse();
  if (settings && problems.length === 0) return settings;
  throw new ConfigurationError(problems.map((problem) => document.line(problem)));
}

/**
 * With secrets of files that no node needs, so only when the doctor asks.
 * @throws ConfigurationError naming the files that cannot be used
 */
function readDoctorSettings(settings: Configuration, file: string): DoctorSettings | null {
  const files = new SettingFiles(file, settings.mode === 'production');
  const doctor = toDoctorSettings(settings, files);
  if (files.problems.length > 0) throw new ConfigurationError([...files.problems]);
  return doctor;
}

const NO_ISSUER: SettingProblem = { path: ['issuers'], message: 'must name at least one portal' };
const NO_DEPLOYMENT: SettingProblem = {
  path: ['genesys'],
  message: 'must name a deployment, because the contact center is Genesys Cloud',
};

/** Genesys Cloud can exchange only what the provider gives out to it. */
function signInProblems({ genesys, openIdProvider }: Configuration): SettingProblem[] {
  if (!genesys?.signIn) return [];
  const { clientId, redirectUri } = genesys.signIn;
  const client = openIdProvider?.clients.find(({ id }) => id === clientId);
  if (client?.redirectUris.includes(redirectUri)) return [];
  const message = 'must name a client of openIdProvider and one of its redirectUris';
  return [{ path: ['genesys', 'signIn'], message }];
}

/** Settings that are made into addresses; `genesys` when it has neither of the two that it needs. */
const ADDRESSES = /url$|^(?:region|address|genesys)$/i;

/** The text of a configuration file, and where in it each setting stands. */
class ConfigurationDocument {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;

  /** @throws ConfigurationError when it is no YAML */
  constructor(file: string, text: string) {
    this.#file = file;
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    this.#document = document;
    if (document.errors.length > 0) {
      throw new ConfigurationError(
        document.errors.map(({ pos, message }) => `${this.#place(pos[0])} ${message}`),
      );
    }
  }

  /** `settings` are there whenever they can be used to look for further problems. */
  parse(): { settings: Configuration | null; problems: readonly SettingProblem[] } {
    let checked: Configuration | null = null;
    const schema = configurationSchema.superRefine((settings) => {
      checked = settings;
    });
    const { error } = schema.safeParse(this.#toValue());
    const problems = error?.issues ?? [];
    const hasWrongAddress = problems.some(({ path }) => ADDRESSES.test(String(path.at(-1))));
    return { settings: hasWrongAddress ? null : checked, problems };
  }

  line(problem: SettingProblem): string {
    // A setting of the environment has no place in the file.
    if (String(problem.path[0]).startsWith('THROUGHLINE_')) return problemLine(problem);
    const offset = isMap(this.#document.contents) ? this.#offsetOf(problem.path) : 0;
    return `${this.#place(offset)} ${problemLine(problem)}`;
  }

  /** An alias can stand for far more than its own bytes; no configuration needs hundreds of them. */
  #toValue(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: 50 }) ?? {};
    } catch {
      throw new ConfigurationError([`${this.#file}: uses too many aliases (*name). Write the values out.`]);
    }
  }

  #offsetOf(path: readonly PropertyKey[]): number {
    const node: unknown = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    return range?.[0] ?? (path.length === 0 ? 0 : this.#offsetOf(path.slice(0, -1)));
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#file}:${line}:${col}`;
  }
}

/** Settings that have another name among the options of a node. */
const SETTING_NAMES: Readonly<Record<string, string>> = {
  origins: 'publicUrl',
  siblings: 'origins',
  agentOrigins: 'deskUrl',
  identityProvider: 'issuers',
};

/** An option of a node as the setting or the variable that it came from. */
function toSetting({ path, message }: SettingProblem, environment: Environment): SettingProblem {
  const [name = '', ...rest] = path.map(String);
  const variable = {
    dataDir: 'THROUGHLINE_DATA_DIR',
    ...(environment.databaseUrl ? { databaseUrl: 'THROUGHLINE_DATABASE_URL' } : {}),
    ...(environment.redisUrl ? { redisUrl: 'THROUGHLINE_REDIS_URL' } : {}),
    ...(environment.keyDatabaseUrl ? { keyStore: 'THROUGHLINE_KEY_DATABASE_URL' } : {}),
    ...(environment.keyFile ? { keyFile: 'THROUGHLINE_KEY_FILE' } : {}),
  }[name];
  return { path: variable ? [variable] : [SETTING_NAMES[name] ?? name, ...rest], message };
}

function toHostOptions(settings: Configuration, files: SettingFiles, environment: Environment): HostOptions {
  const publicUrl = new URL(settings.publicUrl);
  const databaseUrl = environment.databaseUrl ?? settings.databaseUrl;
  const redisUrl = environment.redisUrl ?? settings.redisUrl;
  const keyFile = environment.keyFile ?? (settings.keyFile && files.resolve(settings.keyFile));
  const contactCenter = environment.contactCenter ?? settings.contactCenter;
  const direct = settings.genesys ? toDirectSettings(settings.genesys) : null;
  const { host } = settings.listen;
  const toFlow = (path: string, role: string) => ({
    source: files.text(path, role),
    resources: settings.flow.resources.map((shared) => files.text(shared, 'The file of resources')),
  });
  const throughline: ServerOptions = {
    mode: settings.mode,
    dataDir: environment.dataDir,
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(redisUrl ? { redisUrl } : {}),
    ...(keyFile ? { keyFile } : {}),
    ...(settings.keyEncryption
      ? { keyEncryption: toKeyEncryptionSettings(settings.keyEncryption, files, environment) }
      : {}),
    acceptedRisks: settings.acceptedRisks,
    keyStore: toKeyStoreSettings(settings.keyStore, files, environment),
    continueMs: settings.continueMinutes * 60_000,
    sessionLimits: {
      idleMs: settings.session.idleMinutes * 60_000,
      absoluteMs: settings.session.absoluteHours * 3_600_000,
    },
    realtimeLimits: { ...DEFAULT_REALTIME_LIMITS, customerAbsentMs: settings.awayMinutes * 60_000 },
    basePath: settings.basePath,
    origins: { kind: 'exact', origins: [publicUrl.origin], siblings: settings.origins },
    ...(settings.trustedProxies ? { trustedProxies: settings.trustedProxies } : {}),
    requestRates: settings.requestRates,
    agentOrigins: { kind: 'exact', origins: [new URL(settings.deskUrl).origin] },
    secureCookies: publicUrl.protocol === 'https:',
    sameSite: settings.session.sameSite,
    issuers: settings.issuers.flatMap((issuer) => files.trustedIssuer(issuer) ?? []),
    ...toIdentityProvider(settings, files),
    flow: { ...toFlow(settings.flow.file, 'The flow'), name: settings.flow.name },
    ...(settings.shadowFlow ? { shadowFlow: toFlow(settings.shadowFlow.file, 'The shadow flow') } : {}),
    lookupHosts: settings.lookups.map(({ tokenFile, caFile, ...host }) => ({
      ...host,
      ...(tokenFile ? { token: files.secretText(tokenFile, 'The token').trim() } : {}),
      ...(caFile ? { ca: files.text(caFile, 'The certificates') } : {}),
    })),
    contextFields: settings.context.fields,
    servers: toServerSettings(settings.servers, files, settings.issuers[0]?.issuer ?? publicUrl.origin),
    queues: settings.queues,
    agents: settings.agents.map(({ queues, ...agent }) => ({ ...agent, queueIds: queues })),
    agentDoor: { host, port: environment.agentPort },
    operationsDoor: { host, port: environment.operationsPort },
    ...(settings.genesysDoor
      ? {
          genesysDoor: toGenesysDoorSettings(settings.genesysDoor, files, {
            host,
            port: environment.genesysPort,
          }),
        }
      : {}),
    ...(contactCenter === 'genesys' && settings.genesys
      ? { relay: toRelaySettings(settings.genesys, files, publicUrl.origin) }
      : {}),
    ...(direct ? { direct } : {}),
    ...(settings.agentSignIn
      ? {
          agentSignIn: toAgentSignInSettings(settings.agentSignIn, files, new URL(settings.deskUrl).origin),
        }
      : {}),
    ...(settings.openIdProvider
      ? {
          openIdProvider: toProviderSettings(
            settings.openIdProvider,
            files,
            publicUrl.origin + settings.basePath,
          ),
        }
      : {}),
    ...(settings.files ? { files: toFileSettings(settings.files, (path) => files.resolve(path)) } : {}),
    ...(settings.mail ? { mail: toSmtpSettings(settings.mail, files) } : {}),
    ...(settings.withoutChat ? { withoutChat: settings.withoutChat } : {}),
    ...(settings.survey === undefined ? {} : { survey: settings.survey }),
    masking: toMaskingSettings(settings.masking, files),
    audit: toAuditSettings(settings.audit, files, environment.dataDir),
    privacy: toPrivacySettings(settings.privacy, files, environment.dataDir),
    logLevel: environment.logLevel,
  };
  return { throughline, customerDoor: { host, port: environment.customerPort } };
}

function toIdentityProvider(
  { mode, issuers }: Configuration,
  files: SettingFiles,
): Pick<ServerOptions, 'identityProvider'> {
  const portal = issuers.find(({ oidc }) => oidc);
  if (!portal?.oidc) return {};
  const { issuer, clientId, clientSecretFile, scopes } = portal.oidc;
  const clientSecret = files.secretText(clientSecretFile, "The client's secret").trim();
  const provider = { issuer, clientId, clientSecret, scopes, allowHttp: mode === 'demo' };
  return { identityProvider: { portal: portal.issuer, claims: portal.claims, provider } };
}

function readConfigurationFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([
      `${file}: The configuration file cannot be read (${code ?? 'unknown error'}).`,
    ]);
  }
}
