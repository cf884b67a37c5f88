import type { Customer } from './customer.js';
import { ava } from './customers/ava.js';
import { ben } from './customers/ben.js';
import { chloe } from './customers/chloe.js';

/** Everybody who can sign in to the demo; all invented. */
export const CUSTOMERS: readonly Customer[] = [ava, ben, chloe];

export function findCustomer(id: string | undefined): Customer | undefined {
  return CUSTOMERS.find((customer) => customer.id === id);
}
