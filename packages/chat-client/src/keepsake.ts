import type { SessionTerms } from '@throughline/protocol';
import { KEPT, type Kept, type TabStorage } from './kept.js';

/** NIST SP 800-38D §8.2.2: 96-bit random nonces. */
const NONCE_BYTES = 12;

/**
 * Keeps what was written over a navigation: as AES-256-GCM ciphertext beside the tag of its customer. The key comes
 * with the welcome and stays in memory, not extractable. Without WebCrypto or storage nothing is kept, and nothing fails.
 */
export class Keepsake {
  readonly #storage: TabStorage | null;
  #customerTag = '';
  /** Null without WebCrypto, which browsers do not have on plain HTTP. */
  #key: Promise<CryptoKey | null> = Promise.resolve(null);
  #next: Kept | null = null;
  #saving = false;

  constructor(storage: TabStorage | null) {
    this.#storage = storage;
  }

  /**
   * The customer is known from here on. What somebody else has left is wiped first. Null when this customer has left
   * nothing; otherwise fulfils with it, or with null when it cannot be read. Never rejects.
   */
  open({ customerTag, draftKey }: SessionTerms): Promise<Kept | null> | null {
    this.#customerTag = customerTag;
    this.#next = null;
    this.#key = importKey(draftKey);
    const [tag, sealed] = (this.#read() ?? '').split('.');
    if (tag === customerTag && sealed) return this.#unseal(sealed);
    this.#wipe();
    return null;
  }

  /** Keeps this instead of what was kept before. */
  save(kept: Kept): void {
    this.#next = kept;
    if (!this.#saving) void this.#saveAll();
  }

  async #saveAll(): Promise<void> {
    this.#saving = true;
    while (this.#next) {
      const kept = this.#next;
      this.#next = null;
      await this.#save(kept).catch(() => undefined);
    }
    this.#saving = false;
  }

  async #save(kept: Kept): Promise<void> {
    const tag = this.#customerTag;
    const key = await this.#key;
    if (isEmpty(kept)) this.#wipe();
    if (isEmpty(kept) || !key) return;
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const plain = encode(JSON.stringify(kept));
    const body = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, tag), key, plain));
    // Not for somebody who has signed in meanwhile. 12 bytes are 16 characters without a rest, so both parts join.
    if (tag === this.#customerTag) this.#storage?.setItem(KEPT, `${tag}.${toBase64(iv)}${toBase64(body)}`);
  }

  async #unseal(sealed: string): Promise<Kept | null> {
    try {
      const key = await this.#key;
      if (!key) return null;
      const bytes = fromBase64(sealed);
      const iv = bytes.slice(0, NONCE_BYTES);
      const body = bytes.slice(NONCE_BYTES);
      const plain = await crypto.subtle.decrypt(algorithm(iv, this.#customerTag), key, body);
      return JSON.parse(new TextDecoder().decode(plain)) as Kept;
    } catch {
      this.#wipe();
      return null;
    }
  }

  #read(): string | null {
    try {
      return this.#storage?.getItem(KEPT) ?? null;
    } catch {
      return null;
    }
  }

  #wipe(): void {
    try {
      this.#storage?.removeItem(KEPT);
    } catch {
      // A storage that is switched off holds nothing either.
    }
  }
}

function isEmpty({ draft, conversationId, messages }: Kept): boolean {
  return draft === '' && conversationId === null && messages.length === 0;
}

async function importKey(text: string): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('raw', fromBase64(text), 'AES-GCM', false, ['encrypt', 'decrypt']);
  } catch {
    return null;
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, customerTag: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encode(customerTag) };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
}

/** Also of base64url (RFC 4648 §5). */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(standard), (char) => char.charCodeAt(0));
}
