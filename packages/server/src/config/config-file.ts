import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { IssuerKeys, TrustedIssuer } from '@throughline/identity';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { HostOptions } from '../host.js';
import { type Configuration, configurationSchema } from './config-schema.js';
import type { Environment } from './environment.js';
import type { IssuerSettings } from './issuer-schema.js';
import type { ServerOptions } from './options.js';

/** Every problem of the configuration at once, one a line: `file:line:column key: what is expected`. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the configuration file (YAML 1.2 or JSON). The environment wins over the file where both set something; paths
 * in the file are relative to it.
 * @param file Path of the file.
 * @throws ConfigurationError naming the file, and every key that is wrong, what is expected, and never its value
 */
export function readConfiguration(file: string, environment: Environment): HostOptions {
  return toHostOptions(parseConfiguration(readText(file, 'The configuration file'), file), file, environment);
}

function parseConfiguration(text: string, file: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw failure(document.errors.map(({ pos, message }) => `${place(pos[0])} ${message}`));
  }
  const parsed = configurationSchema.safeParse(toValue(document, file));
  if (parsed.success) return parsed.data;

  const offsetOf = (path: readonly PropertyKey[]): number => {
    const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    const range = (node as { range?: readonly number[] | null } | undefined)?.range;
    return range?.[0] ?? (path.length === 0 ? 0 : offsetOf(path.slice(0, -1)));
  };
  throw failure(
    parsed.error.issues.map(({ path, message }) => {
      const at = isMap(document.contents) ? offsetOf(path) : 0;
      return `${place(at)} ${path.map(String).join('.') || 'configuration'}: ${message}`;
    }),
  );
}

/** An alias can stand for far more than its own bytes; no configuration needs hundreds of them. */
function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 }) ?? {};
  } catch {
    throw failure([`${file}: uses too many aliases (*name). Write the values out.`]);
  }
}

function toHostOptions(settings: Configuration, file: string, environment: Environment): HostOptions {
  const fromFile = (path: string) => resolve(dirname(file), path);
  const publicUrl = new URL(settings.publicUrl);
  const databaseUrl = environment.databaseUrl ?? settings.databaseUrl;
  const redisUrl = environment.redisUrl ?? settings.redisUrl;
  const keyFile = environment.keyFile ?? (settings.keyFile && fromFile(settings.keyFile));
  const { host } = settings.listen;
  const throughline: ServerOptions = {
    mode: settings.mode,
    dataDir: environment.dataDir,
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(redisUrl ? { redisUrl } : {}),
    ...(keyFile ? { keyFile } : {}),
    continueMs: settings.continueMinutes * 60_000,
    basePath: settings.basePath,
    origins: { kind: 'exact', origins: [publicUrl.origin] },
    agentOrigins: { kind: 'exact', origins: [new URL(settings.deskUrl).origin] },
    secureCookies: publicUrl.protocol === 'https:',
    issuers: settings.issuers.map((issuer) => toTrustedIssuer(issuer, fromFile)),
    flow: {
      name: settings.flow.name,
      source: readText(fromFile(settings.flow.file), 'The flow'),
    },
    queues: settings.queues,
    agents: settings.agents.map(({ queues, ...agent }) => ({ ...agent, queueIds: queues })),
    agentDoor: { host, port: environment.agentPort },
    operationsDoor: { host, port: environment.operationsPort },
    logLevel: environment.logLevel,
  };
  return { throughline, customerDoor: { host, port: environment.customerPort } };
}

function toTrustedIssuer(settings: IssuerSettings, fromFile: (path: string) => string): TrustedIssuer {
  const { issuer, audience, claims } = settings;
  return { issuer, audience, claims, keys: readIssuerKeys(settings, fromFile) };
}

function readIssuerKeys(
  { keysFile, jwksUrl, legacySecretFile }: IssuerSettings,
  fromFile: (path: string) => string,
): IssuerKeys {
  if (jwksUrl !== undefined) return { jwksUrl: new URL(jwksUrl) };
  if (legacySecretFile !== undefined) return { legacySecret: readSecret(fromFile(legacySecretFile)) };
  return readKeySet(fromFile(keysFile ?? ''));
}

/** Base64 alone, so that a public key (PEM, JSON) put there by mistake never becomes a secret that everyone knows. */
function readSecret(file: string): Uint8Array {
  const written = readText(file, 'The legacy secret').trim();
  const secret = Buffer.from(written, 'base64');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(written) && secret.length >= 32) return secret;
  throw failure([
    `${file}: must be a secret of at least 32 bytes in base64, as \`openssl rand -base64 32\` prints it.`,
  ]);
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw failure([`${file}: ${what} cannot be read (${code ?? 'unknown error'}).`]);
  }
}

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

function readKeySet(file: string): IssuerKeys {
  const parsed = keySetSchema.safeParse(parseJson(readText(file, 'The key set')));
  if (parsed.success) return parsed.data;
  throw failure([`${file}: must be a JSON Web Key Set: {"keys": [ … ]} with at least one public key.`]);
}

/** Undefined when the text is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(problems: readonly string[]): ConfigurationError {
  return new ConfigurationError(
    `The configuration cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`,
  );
}
