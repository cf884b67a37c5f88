import type { AuditEntry, Clock, IssuedToken, IssuedTokenStore } from '@throughline/core';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { hashSecret } from '../secrets.js';
import { ownerOfGrant } from './grant-id.js';

/**
 * The library's storage over ours. Values of codes, tokens and cookies are replaced by their hash, and the second use
 * of something that may be used once is refused by the database, whatever runs at once.
 */
export class TokenAdapter implements Adapter {
  readonly #kind: string;
  readonly #store: IssuedTokenStore;
  readonly #clock: Clock;

  constructor(kind: string, store: IssuedTokenStore, clock: Clock) {
    this.#kind = kind;
    this.#store = store;
    this.#clock = clock;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const { jti: _, consumed, ...kept } = payload;
    const token: IssuedToken = {
      kind: this.#kind,
      idHash: hashSecret(id),
      grantId: this.#kind === 'Grant' ? id : (payload.grantId ?? null),
      payload: kept,
      expiresAt: new Date(this.#clock.now().getTime() + expiresIn * 1000),
      usedAt: typeof consumed === 'number' ? new Date(consumed * 1000) : null,
    };
    const isCode = this.#kind === 'AuthorizationCode';
    await this.#store.save(token, isCode ? this.#audit('code.issued', payload) : undefined);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const token = await this.#store.find(this.#kind, hashSecret(id));
    return token ? toPayload(token, id) : undefined;
  }

  /** No session of the provider's own is kept. */
  async findByUid(): Promise<undefined> {
    return undefined;
  }

  /** The device flow is off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const idHash = hashSecret(id);
    if (await this.#store.use(this.#kind, idHash, this.#clock.now())) return;
    // Somebody else used it since it was looked up: whose right it was cannot be told, so nobody keeps anything.
    const grantId = (await this.#store.find(this.#kind, idHash))?.grantId;
    if (grantId) await this.revokeByGrantId(grantId);
    throw new errors.InvalidGrant('it was used before');
  }

  async destroy(id: string): Promise<void> {
    await this.#store.remove(this.#kind, hashSecret(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#store.revokeGrant(grantId, this.#audit('grant.revoked', { grantId }));
  }

  #audit(action: AuditEntry['action'], { grantId, clientId }: AdapterPayload): AuditEntry {
    const owner = ownerOfGrant(grantId);
    return {
      at: this.#clock.now(),
      action,
      actor: owner ? { kind: 'customer', id: owner.customerId } : { kind: 'system', id: 'provider' },
      details: clientId ? { clientId } : {},
    };
  }
}

function toPayload({ payload, usedAt }: IssuedToken, id: string): AdapterPayload {
  return {
    ...payload,
    jti: id,
    ...(usedAt ? { consumed: Math.floor(usedAt.getTime() / 1000) } : {}),
  };
}
