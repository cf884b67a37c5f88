import {
  type CustomerIdentity,
  type CustomerRecords,
  type PrivacyRequest,
  type RetentionRules,
  readContactCenterData,
  readCustomerRecords,
  type Sealer,
  type Store,
} from '@throughline/core';
import { readSessionData, type SessionData } from '@throughline/identity';
import { type MaskingPolicy, mask } from '@throughline/masking';

/** Everything that is kept of one customer; as JSON it has times as ISO 8601. */
export interface CustomerExport extends CustomerRecords {
  readonly format: 'throughline-customer-export';
  readonly version: 1;
  readonly exportedAt: Date;
  readonly customer: CustomerIdentity & { readonly id: string };
  /** GDPR Art. 15(1): where it comes from, who gets it, how long it is kept (days; null for ever). */
  readonly about: {
    readonly source: string;
    readonly recipients: readonly string[];
    readonly retentionDays: Readonly<Record<string, number | null>>;
  };
  readonly sessions: readonly SessionData[];
  readonly contactCenter:
    | { readonly state: 'pending'; readonly reference: string | null }
    | { readonly state: 'done'; readonly data: unknown };
}

export interface ExportSettings {
  readonly policy: MaskingPolicy;
  readonly retention: RetentionRules;
}

const DAY_MS = 86_400_000;

/**
 * Reads everything of the customer whom an export request is about, texts as the policy says for exports. What the
 * portal vouched for about the customer, such as the name, is the customer's own and leaves as it is.
 * @throws Error when the customer is not known (any more)
 */
export async function readCustomerExport(
  { store, sealer, now }: { readonly store: Store; readonly sealer: Sealer; readonly now: Date },
  request: PrivacyRequest,
  { policy, retention }: ExportSettings,
): Promise<CustomerExport> {
  const { customerId } = request;
  const customer = await store.privacy.customerOf(customerId);
  if (!customer || request.kind !== 'export') throw new Error(`The request ${request.id} gives no export.`);
  const tokenKey = await sealer.derive(customerId, 'export-tokens');
  const records = await readCustomerRecords(
    {
      ...store,
      sealer,
      mask: (text) => {
        const { text: masked, entities } = mask(text, policy, { destination: 'export', tokenKey });
        return { text: masked, maskedTypes: [...new Set(entities.map(({ type }) => type))] };
      },
    },
    customerId,
  );
  return {
    format: 'throughline-customer-export',
    version: 1,
    exportedAt: now,
    customer: { id: customerId, ...customer },
    about: {
      source: customer.issuer,
      recipients: ['agents of the contact center'],
      retentionDays: Object.fromEntries(
        Object.entries(retention).map(([name, ms]) => [name, ms === null ? null : ms / DAY_MS]),
      ),
    },
    sessions: await readSessionData(store.sessions, sealer, customerId, now),
    ...records,
    contactCenter: request.contactCenter
      ? { state: 'done', data: await readContactCenterData({ sealer }, request) }
      : { state: 'pending', reference: request.reference },
  };
}
