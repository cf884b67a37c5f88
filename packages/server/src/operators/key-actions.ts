import type { CustomerKeyring, Store } from '@throughline/core';

export interface KeyActions {
  /** Wraps customers' data keys by the present key-encryption key, a page of customers at a time. */
  keysRewrap(parameter: KeyPage): Promise<KeyProgress>;
  /** Gives customers a new data key beside the older ones: one customer, or all of a page. */
  keysRenew(parameter: KeyPage & { readonly customerId: string | null }): Promise<KeyProgress>;
}

export interface KeyPage {
  /** Customers behind this one; from the first when null. */
  readonly after: string | null;
  readonly limit: number;
  /** Name of the operating system's user. */
  readonly operator: string;
}

export interface KeyProgress {
  /** Where to go on; null when all are done. */
  readonly after: string | null;
  /** How many keys were wrapped anew, or made. */
  readonly changed: number;
}

export function createKeyActions(
  { keys, audit }: Pick<Store, 'keys' | 'audit'>,
  now: () => Date,
  openKeyring: () => Promise<CustomerKeyring>,
): KeyActions {
  const record = (action: 'keys.rewrapped' | 'keys.renewed', operator: string, changed: number) =>
    audit.record({ at: now(), action, actor: { kind: 'operator', id: operator }, details: { changed } });

  return {
    async keysRewrap({ after, limit, operator }) {
      const keyring = await openKeyring();
      const customers = await keys.list(after, limit);
      let changed = 0;
      for (const id of customers) changed += await keyring.rewrap(id);
      if (changed > 0) await record('keys.rewrapped', operator, changed);
      return { after: customers.at(-1) ?? null, changed };
    },
    async keysRenew({ customerId, after, limit, operator }) {
      const keyring = await openKeyring();
      const customers = customerId === null ? await keys.list(after, limit) : [customerId];
      let changed = 0;
      for (const id of customers) if (await keyring.renew(id)) changed += 1;
      if (changed > 0) await record('keys.renewed', operator, changed);
      return { after: customerId === null ? (customers.at(-1) ?? null) : null, changed };
    },
  };
}
