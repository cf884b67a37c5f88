import { randomBytes } from 'node:crypto';
import { type KeyEncryptionKey, KeyEncryptionKeyError } from '@throughline/core';
import { acquire, loadBinding, type Pkcs11, release } from './module.js';

export interface Pkcs11Settings {
  /** The manufacturer's library, `….so`. */
  readonly library: string;
  /** Label of the token. */
  readonly token: string;
  /** Label of an AES-256 key on it that may encrypt and decrypt; it need not, and should not, be extractable. */
  readonly key: string;
  /** Of the token's user. */
  readonly pin: string;
}

/** NIST SP 800-38D §8.2.2: 96-bit random nonces are safe for up to 2^32 values under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A key that stays in a hardware security module (PKCS#11 v2.40, CKM_AES_GCM): data keys go in and come out, the key
 * itself does not. A session that the module has lost is opened again at the next use.
 * @throws KeyEncryptionKeyError when library, token or key is not there, or the PIN is wrong
 */
export async function openPkcs11Key(settings: Pkcs11Settings): Promise<KeyEncryptionKey> {
  const binding = await loadBinding();
  const api = acquire(binding, settings.library);
  try {
    const key = new Pkcs11Key(binding, api, settings);
    key.connect();
    return key;
  } catch (error) {
    release(settings.library);
    throw error;
  }
}

class Pkcs11Key implements KeyEncryptionKey {
  readonly id: string;
  readonly #binding: typeof Pkcs11;
  readonly #api: Pkcs11.PKCS11;
  readonly #settings: Pkcs11Settings;
  #open: { readonly session: Pkcs11.Handle; readonly key: Pkcs11.Handle } | null = null;
  #closed = false;

  constructor(binding: typeof Pkcs11, api: Pkcs11.PKCS11, settings: Pkcs11Settings) {
    this.#binding = binding;
    this.#api = api;
    this.#settings = settings;
    this.id = `pkcs11:${encodeURIComponent(settings.token)}:${encodeURIComponent(settings.key)}`;
  }

  /** Calls of the module block for as long as it takes: microseconds in software, a few milliseconds in hardware. */
  async wrap(binding: string, dataKey: Uint8Array) {
    const nonce = randomBytes(NONCE_BYTES);
    const sealed = this.#run(({ session, key }) => {
      this.#api.C_EncryptInit(session, this.#mechanism(nonce, binding), key);
      return this.#api.C_Encrypt(session, Buffer.from(dataKey), Buffer.alloc(dataKey.length + TAG_BYTES));
    });
    return { wrappedBy: this.id, wrapped: Buffer.concat([nonce, sealed]) };
  }

  async unwrap(binding: string, { wrappedBy, wrapped }: { wrappedBy: string; wrapped: Uint8Array }) {
    if (wrappedBy !== this.id) {
      throw new KeyEncryptionKeyError(`A data key was wrapped by ${wrappedBy}, but this is ${this.id}.`);
    }
    const bytes = Buffer.from(wrapped);
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const sealed = bytes.subarray(NONCE_BYTES);
    return this.#run(({ session, key }) => {
      this.#api.C_DecryptInit(session, this.#mechanism(nonce, binding), key);
      return this.#api.C_Decrypt(session, sealed, Buffer.alloc(sealed.length));
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#disconnect();
    release(this.#settings.library);
  }

  connect(): { readonly session: Pkcs11.Handle; readonly key: Pkcs11.Handle } {
    const session = this.#api.C_OpenSession(this.#slot(), this.#binding.CKF_SERIAL_SESSION);
    try {
      this.#logIn(session);
      this.#open = { session, key: this.#find(session) };
      return this.#open;
    } catch (error) {
      this.#api.C_CloseSession(session);
      throw error;
    }
  }

  /** Once more on a new session when the module has dropped the old one, as it does after a restart. */
  #run<T>(use: (open: { readonly session: Pkcs11.Handle; readonly key: Pkcs11.Handle }) => T): T {
    const before = this.#open;
    try {
      return use(before ?? this.connect());
    } catch (error) {
      if (!before || !this.#isLost(error)) throw error;
      this.#disconnect();
      return use(this.connect());
    }
  }

  #disconnect(): void {
    const open = this.#open;
    this.#open = null;
    try {
      if (open) this.#api.C_CloseSession(open.session);
    } catch {
      // It was gone already.
    }
  }

  #isLost(error: unknown): boolean {
    const { CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED, CKR_DEVICE_REMOVED, CKR_USER_NOT_LOGGED_IN } =
      this.#binding;
    const lost = [CKR_SESSION_HANDLE_INVALID, CKR_SESSION_CLOSED, CKR_DEVICE_REMOVED, CKR_USER_NOT_LOGGED_IN];
    return lost.includes((error as { code?: number }).code ?? -1);
  }

  #slot(): Pkcs11.Handle {
    const { token } = this.#settings;
    const slots = this.#api.C_GetSlotList(true);
    const slot = slots.find((candidate) => this.#api.C_GetTokenInfo(candidate).label.trim() === token);
    if (slot) return slot;
    const labels = slots.map((candidate) => `"${this.#api.C_GetTokenInfo(candidate).label.trim()}"`);
    throw new KeyEncryptionKeyError(
      `The security module has no token "${token}"; it has ${labels.join(', ') || 'none'}.`,
    );
  }

  #logIn(session: Pkcs11.Handle): void {
    const { CKU_USER, CKR_USER_ALREADY_LOGGED_IN } = this.#binding;
    try {
      this.#api.C_Login(session, CKU_USER, this.#settings.pin);
    } catch (error) {
      const { code, message } = error as { code?: number; message: string };
      // Another key of the same token: a process logs in once.
      if (code === CKR_USER_ALREADY_LOGGED_IN) return;
      throw new KeyEncryptionKeyError(
        `The token "${this.#settings.token}" does not let us in (${message}). Check the PIN; some modules lock after a few wrong ones.`,
      );
    }
  }

  #find(session: Pkcs11.Handle): Pkcs11.Handle {
    const { CKA_CLASS, CKO_SECRET_KEY, CKA_LABEL } = this.#binding;
    const { key: label, token } = this.#settings;
    this.#api.C_FindObjectsInit(session, [
      { type: CKA_CLASS, value: CKO_SECRET_KEY },
      { type: CKA_LABEL, value: label },
    ]);
    const found = this.#api.C_FindObjects(session, 2);
    this.#api.C_FindObjectsFinal(session);
    const [key, another] = found;
    if (key && !another) return key;
    const what = key ? 'more than one secret key' : 'no secret key';
    throw new KeyEncryptionKeyError(
      `The token "${token}" has ${what} with the label "${label}". Make one AES-256 key with that label, such as \`pkcs11-tool --keygen --key-type AES:32 --label ${label}\`.`,
    );
  }

  #mechanism(nonce: Buffer, binding: string): Pkcs11.Mechanism {
    const { CKM_AES_GCM, CK_PARAMS_AES_GCM_v240 } = this.#binding;
    return {
      mechanism: CKM_AES_GCM,
      parameter: {
        type: CK_PARAMS_AES_GCM_v240,
        iv: nonce,
        ivBits: NONCE_BYTES * 8,
        aad: Buffer.from(binding, 'utf8'),
        tagBits: TAG_BYTES * 8,
      } as Pkcs11.IParams,
    };
  }
}
