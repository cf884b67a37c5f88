import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keyEncryptionOf } from '../sealing/key-encryption-of.js';
import { keyPlace } from '../sealing/key-place.js';
import type { AcceptedRisk, ServerOptions } from './options.js';
import { secretFileProblem } from './private-files.js';
import type { SettingProblem } from './setting-problem.js';

/** What production refuses about the key-encryption key, and about the place of customers' keys. */
export function keyProblems(options: ServerOptions): SettingProblem[] {
  const { dataDir } = options;
  const problems: SettingProblem[] = [];
  if (existsSync(join(dataDir, 'keys', 'portal-signing-key.json'))) {
    const message = `${dataDir} was used by the demo, with its keys and invented customers: name another folder (THROUGHLINE_DATA_DIR)`;
    problems.push({ path: ['dataDir'], message });
  }
  return [...problems, ...encryptionProblems(options), ...placeProblems(options)];
}

function encryptionProblems(options: ServerOptions): SettingProblem[] {
  const { current, previous } = keyEncryptionOf(options);
  const path = [options.keyEncryption ? 'keyEncryption' : 'keyFile'];
  const problems: SettingProblem[] = [];
  if (current.kind === 'file') {
    const { file } = current;
    const isNamed = options.keyEncryption !== undefined || options.keyFile !== undefined;
    if (isNamed && !existsSync(file)) {
      const message = `${file} is not there. Make the key once, for all nodes: \`openssl rand -base64 32 > FILE && chmod 600 FILE\`, and back it up`;
      problems.push({ path, message });
    }
    if (!isNamed && options.databaseUrl) {
      const message =
        'must name the key-encryption key, the same on every node of a shared database: `openssl rand -base64 32 > FILE && chmod 600 FILE`';
      problems.push({ path, message });
    }
    const readable = secretFileProblem(file);
    if (readable) problems.push({ path, message: readable });
  }
  if (current.kind === 'environment' && current.key === '') {
    const message = `asks for the key in ${current.variable}, which is not set`;
    problems.push({ path, message });
  }
  for (const [index, key] of previous.entries()) {
    const at = ['keyEncryption', 'previous', index];
    if (key.kind === 'file' && !existsSync(key.file)) {
      problems.push({ path: at, message: `${key.file} is not there: restore it, or take it out` });
    }
    const readableByAll = key.kind === 'file' ? secretFileProblem(key.file) : null;
    if (readableByAll) problems.push({ path: at, message: readableByAll });
  }
  const risk = { file: 'key-in-file', environment: 'key-in-environment' } as const;
  if (current.kind === 'file' || current.kind === 'environment') {
    const where = current.kind === 'file' ? 'a file' : 'the environment';
    const message = `keeps the key-encryption key in ${where}, where whoever copies the machine has it: keep it in a security module or KMS (keyEncryption)`;
    problems.push(...unlessAccepted(options, risk[current.kind], path, message));
  }
  return problems;
}

function placeProblems(options: ServerOptions): SettingProblem[] {
  const { keyStore, databaseUrl } = options;
  if (keyStore?.directory !== undefined && databaseUrl) {
    const message =
      'is for the embedded database: nodes that share a database need a key database that all of them reach (keyStore.databaseUrl)';
    return [{ path: ['keyStore', 'directory'], message }];
  }
  if (keyPlace(options).kind !== 'main-database') return [];
  const message =
    "keeps customers' keys in the database with everything else, so that erased data can still be read from its backups: name a database of their own (keyStore.databaseUrl, THROUGHLINE_KEY_DATABASE_URL)";
  return unlessAccepted(options, 'keys-in-main-database', ['keyStore'], message);
}

function unlessAccepted(
  { acceptedRisks = [] }: ServerOptions,
  risk: AcceptedRisk,
  path: readonly PropertyKey[],
  message: string,
): SettingProblem[] {
  if (acceptedRisks.includes(risk)) return [];
  return [{ path, message: `${message}, or accept it by name: acceptedRisks: [${risk}]` }];
}
