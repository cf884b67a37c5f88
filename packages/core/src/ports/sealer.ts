/**
 * Encrypts what belongs to one customer under that customer's newest data key (AES-256-GCM). `binding` is authenticated
 * with the data: a sealed value opens only under the same customer and binding, so that rows cannot be swapped.
 */
export interface Sealer {
  seal(customerId: string, binding: string, plain: string): Promise<Uint8Array>;
  /**
   * Rejects when the value was changed or belongs to another customer or binding, and with {@link KeyDestroyedError}
   * when its key is gone.
   */
  open(customerId: string, binding: string, sealed: Uint8Array): Promise<string>;
  /**
   * 32 bytes that only this customer's data key leads to (HKDF, RFC 5869): the same for the same purpose on every
   * node, unlike those of any other customer or purpose, and telling nothing about the data key.
   */
  derive(customerId: string, purpose: string): Promise<Uint8Array>;
}
