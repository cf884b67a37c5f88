const DEFAULT_PASSWORDS = new Set([
  '123456',
  'admin',
  'change-me',
  'changeit',
  'changeme',
  'default',
  'demo',
  'example',
  'foobared',
  'pass',
  'passw0rd',
  'password',
  'postgres',
  'redis',
  'root',
  'secret',
  'test',
  'throughline',
]);

/** Of 32 random bytes fewer are different about once in 10^10 secrets. */
const MIN_DIFFERENT_BYTES = 16;

/** The password of a connection URL is one that everybody tries first, or the user's own name. No password is none. */
export function hasDefaultPassword(connectionUrl: string): boolean {
  if (!URL.canParse(connectionUrl)) return false;
  const { username, password } = new URL(connectionUrl);
  return password !== '' && (password === username || isDefaultPassword(decodeURIComponent(password)));
}

export function isDefaultPassword(password: string): boolean {
  return DEFAULT_PASSWORDS.has(password.toLowerCase());
}

/** A secret that nobody drew at random: one byte again and again, or a readable text. None is not made up. */
export function isMadeUp(secret: Uint8Array): boolean {
  if (secret.length === 0) return false;
  const isText = secret.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText || new Set(secret).size < MIN_DIFFERENT_BYTES;
}
