import {
  type CustomerIdentity,
  type ErasureLedger,
  type PrivacyRequest,
  replayErasures,
  type Sealer,
  type Store,
} from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import type { AuditSigningKey } from '../audit/signing-key.js';
import { type CustomerExport, type ExportSettings, readCustomerExport } from './customer-export.js';
import { commitToSubject, type SignedReceipt, signReceipt, toReceipt } from './erasure-receipt.js';

/** What operators do with the data of a customer as a whole. Plain JSON both ways. */
export interface PrivacyActions {
  privacyHold(parameter: HoldParameter): Promise<{ customerId: string }>;
  privacyLift(parameter: HoldParameter): Promise<{ customerId: string }>;
  privacyHolds(parameter: null): Promise<HeldCustomer[]>;
  /** Asks for an erasure or an export, which a node carries out. Fails under a legal hold, and for unknown customers. */
  privacyRequest(parameter: RequestParameter): Promise<RequestStatus>;
  privacyStatus(parameter: { id: string }): Promise<RequestStatus>;
  privacyReceipt(parameter: { id: string }): Promise<SignedReceipt>;
  /** Everything that is kept of the customer of an export request. */
  privacyExport(parameter: { id: string; operator: string }): Promise<CustomerExport>;
  /** Compares the ledger of erasures with the database; nodes erase again what came back. */
  privacyReplay(parameter: null): Promise<{ reopened: number }>;
}

/** A customer as the portal names one; the portal can be left out where only one has such a customer. */
export interface NamedCustomer {
  readonly externalId: string;
  readonly issuer: string | null;
}

export interface HoldParameter {
  readonly customer: NamedCustomer;
  /** Why, in the operator's words; for the audit trail. */
  readonly reason: string;
  readonly operator: string;
}

export interface RequestParameter {
  readonly kind: PrivacyRequest['kind'];
  readonly customer: NamedCustomer;
  /** Of an erasure: makes it possible to show later whom the receipt is about. Not kept. */
  readonly subjectSalt: string | null;
  readonly operator: string;
}

export interface HeldCustomer extends CustomerIdentity {
  readonly customerId: string;
  readonly placedAt: string;
  readonly placedBy: string;
}

export interface RequestStatus {
  readonly id: string;
  readonly customerId: string;
  /** Whom it is about; null once everything is done. */
  readonly customer: CustomerIdentity | null;
  /** Whether a node has taken it up: records and keys are gone; always true of an export. */
  readonly carriedOut: boolean;
  readonly contactCenter: 'pending' | 'done';
  readonly held: boolean;
}

export interface PrivacyActionsParts extends ExportSettings {
  readonly store: Store;
  readonly now: () => Date;
  readonly openSealer: () => Promise<Sealer & { destroy(customerId: string): Promise<unknown> }>;
  readonly openSigningKey: () => Promise<AuditSigningKey>;
  readonly openLedger: () => Promise<ErasureLedger>;
}

const MOST_REASON = 200;

export function createPrivacyActions(parts: PrivacyActionsParts): PrivacyActions {
  const { store, now } = parts;
  const { privacy } = store;
  return {
    privacyHold: (parameter) => placeHold(parts, parameter),
    privacyLift: (parameter) => liftHold(parts, parameter),
    privacyHolds: async () =>
      (await privacy.holds()).map(({ customerId, customer, placedAt, placedBy }) => ({
        customerId,
        ...customer,
        placedAt: placedAt.toISOString(),
        placedBy,
      })),
    privacyRequest: (parameter) => askFor(parts, parameter),
    privacyStatus: async ({ id }) => statusOf(parts, await requireRequest(parts, id)),
    privacyReceipt: async ({ id }) => {
      const request = await requireRequest(parts, id);
      if (request.kind !== 'erasure') throw new Error(`The request ${id} is no erasure.`);
      const { chainId } = await store.audit.head();
      return signReceipt(toReceipt(request, chainId, now()), await parts.openSigningKey());
    },
    privacyExport: async ({ id, operator }) => {
      const request = await requireRequest(parts, id);
      await store.audit.record({
        at: now(),
        action: 'privacy.exported',
        actor: { kind: 'operator', id: operator },
        details: { requestId: id, customerId: request.customerId },
      });
      return readCustomerExport({ store, sealer: await parts.openSealer(), now: now() }, request, parts);
    },
    privacyReplay: async () => {
      const { openSealer, openLedger } = parts;
      const sealer = await openSealer();
      const destroyKeys = (customerId: string) => sealer.destroy(customerId);
      const clock = { now };
      return { reopened: await replayErasures({ clock, privacy, destroyKeys, ledger: await openLedger() }) };
    },
  };
}

async function placeHold(parts: PrivacyActionsParts, { customer, reason, operator }: HoldParameter) {
  const { store, now } = parts;
  const { id: customerId } = await requireCustomer(parts, customer);
  const at = now();
  const placed = await store.privacy.placeHold(
    { customerId, placedAt: at, placedBy: operator },
    {
      at,
      action: 'legal_hold.placed',
      actor: { kind: 'operator', id: operator },
      details: { customerId, reason: requireReason(reason) },
    },
  );
  if (!placed) throw new Error(`The customer ${customer.externalId} is under a legal hold already.`);
  return { customerId };
}

async function liftHold(parts: PrivacyActionsParts, { customer, reason, operator }: HoldParameter) {
  const { store, now } = parts;
  const { id: customerId } = await requireCustomer(parts, customer);
  const lifted = await store.privacy.liftHold(customerId, {
    at: now(),
    action: 'legal_hold.lifted',
    actor: { kind: 'operator', id: operator },
    details: { customerId, reason: requireReason(reason) },
  });
  if (!lifted) throw new Error(`The customer ${customer.externalId} is under no legal hold.`);
  return { customerId };
}

async function askFor(
  parts: PrivacyActionsParts,
  { kind, customer: named, subjectSalt, operator }: RequestParameter,
): Promise<RequestStatus> {
  const { store, now } = parts;
  const { id: customerId, customer } = await requireCustomer(parts, named);
  const id = uuidv7();
  const subject = subjectSalt === null ? null : commitToSubject(customer, subjectSalt);
  const asked = { id, kind, customerId, subject, requestedAt: now(), requestedBy: operator };
  const request = await store.privacy.request(asked, {
    at: asked.requestedAt,
    action: kind === 'erasure' ? 'privacy.erasure_requested' : 'privacy.export_requested',
    actor: { kind: 'operator', id: operator },
    details: { requestId: id, customerId },
  });
  if (request === 'unknown') throw unknownCustomer(named);
  if (request === 'held') {
    throw new Error(
      `The customer ${named.externalId} is under a legal hold, so nothing is erased. See "throughline privacy hold list"; lift the hold first, or keep the data.`,
    );
  }
  return statusOf(parts, request);
}

async function statusOf({ store }: PrivacyActionsParts, request: PrivacyRequest): Promise<RequestStatus> {
  const { id, kind, customerId, customer, removed, keyDestroyedAt, contactCenter } = request;
  return {
    id,
    customerId,
    customer,
    carriedOut: kind === 'export' || (removed !== null && keyDestroyedAt !== null),
    contactCenter: contactCenter ? 'done' : 'pending',
    held: kind === 'erasure' && !removed && (await store.privacy.isHeld(customerId)),
  };
}

async function requireCustomer(
  { store }: PrivacyActionsParts,
  named: NamedCustomer,
): Promise<{ readonly id: string; readonly customer: CustomerIdentity }> {
  const known = await store.privacy.customersNamed(named.externalId);
  const meant = known.filter(({ customer }) => named.issuer === null || customer.issuer === named.issuer);
  const [one, another] = meant;
  if (!one) throw unknownCustomer(named);
  if (another) {
    const issuers = meant.map(({ customer }) => customer.issuer).join(', ');
    throw new Error(
      `Several portals have a customer ${named.externalId}: ${issuers}. Say which with --issuer.`,
    );
  }
  return one;
}

function unknownCustomer({ externalId, issuer }: NamedCustomer): Error {
  const where = issuer === null ? '' : ` of the portal ${issuer}`;
  return new Error(
    `Nothing is kept of a customer ${externalId}${where}. Name the customer as the portal does (the subject of its assertions).`,
  );
}

async function requireRequest({ store }: PrivacyActionsParts, id: string): Promise<PrivacyRequest> {
  const request = await store.privacy.getRequest(id);
  if (!request) throw new Error(`There is no request ${id}.`);
  return request;
}

function requireReason(reason: string): string {
  if (reason.trim() !== '' && reason.length <= MOST_REASON) return reason;
  throw new Error(`Give a reason of 1 to ${MOST_REASON} characters, such as the number of the case.`);
}
