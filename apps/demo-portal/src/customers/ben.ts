import type { Account, Customer, Order } from '../customer.js';

const everyday: Account = {
  id: 'everyday-1093',
  name: 'Everyday account',
  number: '4402 2267 1093',
  balanceCents: 124_518,
  transactions: [
    { description: 'Millstone Bakery', category: 'Groceries', amountCents: -1_240, daysAgo: 0 },
    { description: 'Quickline Mobile', category: 'Utilities', amountCents: -3_500, daysAgo: 1 },
    { description: 'Riverside School District', category: 'Salary', amountCents: 284_600, daysAgo: 3 },
    { description: 'Maple Street Housing', category: 'Rent', amountCents: -112_000, daysAgo: 4 },
    { description: 'Old Mill Cinema', category: 'Leisure', amountCents: -2_800, daysAgo: 7 },
  ],
};

const card: Account = {
  id: 'card-5520',
  name: 'Meridian Card',
  number: '4402 2267 5520',
  balanceCents: -23_185,
  transactions: [
    { description: 'Meridian Shop, order M-20402', category: 'Shopping', amountCents: -13_800, daysAgo: 4 },
    { description: 'Gearhouse Cycles', category: 'Shopping', amountCents: -6_485, daysAgo: 9 },
  ],
};

const orders: readonly Order[] = [
  {
    id: 'M-20402',
    placedDaysAgo: 4,
    stage: 'shipped',
    paidWith: 'Meridian Card ending in 5520',
    items: [{ name: 'Trailhead backpack', quantity: 1, priceCents: 13_800 }],
  },
  {
    id: 'M-20188',
    placedDaysAgo: 46,
    stage: 'delivered',
    paidWith: 'Everyday account ending in 1093',
    items: [{ name: 'Stoneware bowl', quantity: 4, priceCents: 1_650 }],
  },
];

/** A standard customer with nothing out of the ordinary. */
export const ben: Customer = {
  id: 'ben',
  name: 'Ben Okafor',
  givenName: 'Ben',
  tier: 'STANDARD',
  email: 'ben.okafor@mail.example',
  phone: '+12025550167',
  locale: 'en',
  accounts: [everyday, card],
  orders,
};
