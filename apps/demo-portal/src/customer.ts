/** A demo customer with everything the portal shows. Times are in days before now, so that the data never looks old. */
export interface Customer {
  /** Also the assertion's `sub`. */
  readonly id: string;
  readonly name: string;
  readonly givenName: string;
  readonly tier: 'PREMIUM' | 'STANDARD';
  readonly email: string;
  /** E.164, from the range kept for fiction. */
  readonly phone: string;
  readonly locale: 'en' | 'ar';
  readonly accounts: readonly Account[];
  readonly orders: readonly Order[];
}

/** A customer at a page. */
export interface SignedInCustomer extends Customer {
  /** `provider`: at the identity provider, which then also vouches for the customer at the gateway. */
  readonly signedInBy: 'portal' | 'provider';
}

export interface Account {
  readonly id: string;
  readonly name: string;
  /** Twelve digits in groups of four. */
  readonly number: string;
  /** US cents; below zero is owed. */
  readonly balanceCents: number;
  /** Newest first. */
  readonly transactions: readonly Transaction[];
}

export interface Transaction {
  readonly description: string;
  readonly category: string;
  /** US cents; below zero leaves the account. */
  readonly amountCents: number;
  readonly daysAgo: number;
  /** Reserved, not yet part of the balance. */
  readonly isPending?: true;
}

/** In the order that an order goes through them. */
export const ORDER_STAGES = ['placed', 'payment', 'packed', 'shipped', 'delivered'] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

export interface Order {
  readonly id: string;
  readonly placedDaysAgo: number;
  readonly stage: OrderStage;
  /** Set when the payment is held for review: since how many days. The stage is then `payment`. */
  readonly heldDays?: number;
  readonly paidWith: string;
  readonly items: readonly OrderItem[];
}

export interface OrderItem {
  readonly name: string;
  readonly quantity: number;
  /** US cents for one. */
  readonly priceCents: number;
}

export function orderTotalCents({ items }: Order): number {
  return items.reduce((total, { quantity, priceCents }) => total + quantity * priceCents, 0);
}

/** What is reserved on the account and not yet part of its balance, in US cents; below zero leaves the account. */
export function reservedCents({ transactions }: Account): number {
  return transactions
    .filter(({ isPending }) => isPending)
    .reduce((reserved, { amountCents }) => reserved + amountCents, 0);
}
