import { defaultKeyFile } from './key-file.js';
import type { KeyEncryptionSettings } from './open-key-encryption.js';

/** Where the key-encryption key of a node is: in a file when nothing else is said. */
export function keyEncryptionOf(node: {
  readonly keyEncryption?: KeyEncryptionSettings;
  readonly keyFile?: string;
  readonly dataDir: string;
}): KeyEncryptionSettings {
  const file = node.keyFile ?? defaultKeyFile(node.dataDir);
  return node.keyEncryption ?? { current: { kind: 'file', file }, previous: [] };
}
