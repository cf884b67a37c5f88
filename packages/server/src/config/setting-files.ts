import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { IssuerKeys, TrustedIssuer } from '@throughline/identity';
import { z } from 'zod';
import type { IssuerSettings } from './issuer-schema.js';
import { secretFileProblem, trustedFileProblem } from './private-files.js';

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/**
 * Reads the files that a configuration names. What is wrong with them is collected, so that one start tells it all; an
 * unusable file then counts as empty.
 */
export class SettingFiles {
  readonly #folder: string;
  readonly #isProduction: boolean;
  readonly problems: string[] = [];

  constructor(configurationFile: string, isProduction: boolean) {
    this.#folder = dirname(configurationFile);
    this.#isProduction = isProduction;
    this.#check(trustedFileProblem(configurationFile));
  }

  /** A path of the configuration as an absolute one. */
  resolve(path: string): string {
    return resolve(this.#folder, path);
  }

  text(path: string, what: string): string {
    const file = this.resolve(path);
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.problems.push(`${file}: ${what} cannot be read (${code ?? 'unknown error'}).`);
      return '';
    }
  }

  /** The text of a file that nobody else may read. */
  secretText(path: string, what: string): string {
    const text = this.text(path, what);
    if (text !== '') this.#check(secretFileProblem(this.resolve(path)));
    return text;
  }

  /** Null for a portal without assertions. Not for a source of keys that is missing: the schema has told of that. */
  trustedIssuer({ issuer, audience, claims, ...source }: IssuerSettings): TrustedIssuer | null {
    if (audience === undefined) return null;
    return { issuer, audience, claims, keys: this.#issuerKeys(source) };
  }

  #issuerKeys({
    keysFile,
    jwksUrl,
    legacySecretFile,
  }: Pick<IssuerSettings, 'keysFile' | 'jwksUrl' | 'legacySecretFile'>): IssuerKeys {
    if (jwksUrl !== undefined) return { jwksUrl: new URL(jwksUrl) };
    if (legacySecretFile !== undefined) return { legacySecret: this.#secret(legacySecretFile) };
    return keysFile === undefined ? { keys: [] } : this.keySet(keysFile);
  }

  /** Base64 alone, so that a public key (PEM, JSON) put there by mistake never becomes a secret that everyone knows. */
  #secret(path: string): Uint8Array {
    const written = this.#textIfAny(path, 'The legacy secret')?.trim();
    if (written === undefined) return new Uint8Array();
    this.#check(secretFileProblem(this.resolve(path)));
    const secret = Buffer.from(written, 'base64');
    if (/^[A-Za-z0-9+/]+={0,2}$/.test(written) && secret.length >= 32) return secret;
    this.problems.push(
      `${this.resolve(path)}: must be a secret of at least 32 bytes in base64, as \`openssl rand -base64 32\` prints it.`,
    );
    return new Uint8Array();
  }

  /** Public keys as a portal or a server publishes them. */
  keySet(path: string): IssuerKeys {
    const written = this.#textIfAny(path, 'The key set');
    if (written === undefined) return { keys: [] };
    this.#check(trustedFileProblem(this.resolve(path)));
    const parsed = keySetSchema.safeParse(parseJson(written));
    if (parsed.success) return parsed.data;
    this.problems.push(
      `${this.resolve(path)}: must be a JSON Web Key Set: {"keys": [ … ]} with at least one public key.`,
    );
    return { keys: [] };
  }

  /** Undefined when it cannot be read, which is then among the problems. */
  #textIfAny(path: string, what: string): string | undefined {
    const before = this.problems.length;
    const text = this.text(path, what);
    return this.problems.length > before ? undefined : text;
  }

  #check(problem: string | null): void {
    if (this.#isProduction && problem) this.problems.push(problem);
  }
}

/** Undefined when the text is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
